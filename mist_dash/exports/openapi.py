"""The themes become the description of the address at which a hospital's own system sends, in OpenAPI."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

ADDRESS = "/api/v1/uploads"
AT_ONCE, SECONDS = 60, 5  # files of one network, and after how long each one more
ANSWERS: Mapping[int, str] = {
    200: "There was nothing new in the file: it is stored already.",
    201: "Stored. Undo it on screen, under History and undo.",
    401: "The key opens nothing: it was ended, or never made. Nothing was stored. The centre’s lead makes another.",
    404: "There is no such theme. Nothing was stored; send it to one that is named here.",
    405: "This address only takes files, by POST. Nothing was stored; how to send is in /api/v1/openapi.json.",
    409: "Somebody changed the same numbers meanwhile. Nothing was stored; send it again.",
    413: "The file is larger than 10 MB. Nothing was stored; send it in parts, such as a year each.",
    422: "Nothing was stored: the file is refused, asks a question, or has problems. Each is in the answer.",
    429: (
        f"Too much from one network: {AT_ONCE} files may come at once, then one every {SECONDS} seconds. Nothing was "
        "stored; wait as many seconds as Retry-After says, and send it again."
    ),
    503: "Something behind the dashboard does not answer. Nothing was stored; try again later.",
}
_SENTENCE = {"type": "string", "description": "What became of it, for a person to read."}
_LIST = {"type": "array", "items": {"type": "object"}}


def openapi(themes: Sequence[str]) -> dict[str, Any]:
    """themes: their ids."""
    answer = {
        "type": "object",
        "properties": {
            "sentence": _SENTENCE,
            "stored": {"type": "boolean"},
            "upload": {"type": "integer", "nullable": True, "description": "Its number in the history."},
            "refused": {"type": "object", "nullable": True, "description": "Rule, sheet, cell and remedy."},
            "questions": _LIST | {"description": "Each with its id and choices; answer with answer=ID=VALUE."},
            "problems": _LIST | {"description": "Each with sheet, row, column, what was found and what to do."},
            "warnings": {"type": "array", "items": {"type": "string"}},
        },
    }
    told = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Answer"}}}}
    upload = {
        "summary": "Send a file of monthly counts, as it would be dropped on screen",
        "description": "The same checks and the same answer as on screen. Sent twice, it is stored once.",
        "parameters": [
            _asked("theme", "What the file is about.", required=True, schema={"type": "string", "enum": list(themes)}),
            _asked("name", "The file’s name, such as may.csv.", schema={"type": "string", "maxLength": 120}),
            _asked("partly", "yes: leave rows with problems out, and take the others.", schema={"enum": ["yes", "no"]}),
            _asked("answer", "The answer to a question, as ID=VALUE; several times.", schema={"type": "array"}),
        ],
        "requestBody": {
            "required": True,
            "description": "The file itself: CSV, TSV or XLSX, at most 10 MB.",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        },
        "responses": {str(status): {"description": says} | told for status, says in ANSWERS.items()},
    }
    return {
        "openapi": "3.0.3",
        "info": {"title": "MiST Dash: sending data by itself", "version": "1"},
        "paths": {ADDRESS: {"post": upload}},
        "components": {
            "schemas": {"Answer": answer},
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"key": []}],
    }


def _asked(name: str, says: str, required: bool = False, **rest: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": required, "description": says} | rest
