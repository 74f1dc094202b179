"""A shared file on standard input becomes its kind and text, or a refusal, as JSON. Runs alone in its own process."""

from __future__ import annotations

import base64
import json
import sys
from typing import Any

from mist_dash.core.documents.opening import open_document
from mist_dash.core.errors import Refused
from mist_dash.core.intake.files.child import confine


def answer(data: bytes) -> dict[str, Any]:
    try:
        found = open_document(data)
    except Refused as no:
        return {"refused": [no.rule, no.sheet, no.cell, no.remedy]}
    return {"kind": found.kind, "text": found.text, "bare": base64.b64encode(found.bare).decode()}


if __name__ == "__main__":
    sent = sys.stdin.buffer.read()
    confine()
    sys.stdout.buffer.write(json.dumps(answer(sent)).encode())
