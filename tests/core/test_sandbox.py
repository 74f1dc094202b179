"""A file is opened in a child process with little memory and time, and the server stays up."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mist_dash.core.errors import Refused
from mist_dash.core.intake.files import child, sandbox
from mist_dash.core.intake.files.opening import open_book
from tests import workbooks
from tests.core.test_workbooks import hostile, refusal

TABLE = "month,area,clabsi,line days\n2024-04,ICU,1,204\n2024-05,ICU,0,198\n"
ROWS = (("month", "area", "clabsi", "line days"), ("2024-04", "ICU", "1", "204"), ("2024-05", "ICU", "0", "198"))


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=8), min_size=2, max_size=5),
        min_size=1,
        max_size=6,
    )
)
def test_a_book_comes_back_from_the_child_as_it_was(table: list[list[str]]) -> None:
    text = "\r\n".join("\t".join(cell.replace('"', "") for cell in row) for row in table)
    try:
        book = open_book(text.encode(), "x.csv")
    except Refused:
        return
    assert sandbox.unpack(json.loads(json.dumps(child.pack(book)))) == book


def test_the_child_gives_the_same_book_and_the_same_refusal() -> None:
    for data in (TABLE.encode(), workbooks.zipped(workbooks.parts('<row><c s="1"><v>45383</v></c></row>'))):
        assert sandbox.open_in_child(data, "é.csv") == open_book(data, "é.csv")
    with pytest.raises(Refused, match="hidden sheet") as caught:
        sandbox.open_in_child(hostile("a hidden sheet"), "x.xlsx")
    assert str(caught.value) == str(refusal(hostile("a hidden sheet")))


def replaced(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """A child that does something worse than any file is known to make it do."""
    start = "from mist_dash.core.intake.files import child; child.confine(); import sys; sys.stdin.buffer.read()\n"
    monkeypatch.setattr(sandbox, "_COMMAND", (sys.executable, "-S", "-c", start + code))


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("kept = [bytearray(1 << 20) for _ in range(4096)]", "memory or time"),
        ("import tempfile; tempfile.TemporaryFile().write(b'x' * 9000)", "memory or time"),
        ("import os; os.abort()", "memory or time"),
        ("import time; time.sleep(60)", "too long"),
    ],
)
def test_a_child_without_bounds_is_ended_and_said(code: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    replaced(monkeypatch, code)
    # Only the sleeper needs the clock: a busy machine must not turn the other endings into its own.
    with pytest.raises(Refused, match=said):
        sandbox.open_in_child(b"a,b\n1,2\n", "x.csv", seconds=1 if said == "too long" else 120)


def test_the_child_confines_itself_before_it_opens_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(child, "confine", lambda: done.append("confined"))
    monkeypatch.setattr(child, "open_book", lambda data, name: done.append("opened") or open_book(data, name))
    said = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'"x.csv"\n' + TABLE.encode())))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(said, write_through=True))
    child.main()
    assert (done, json.loads(said.getvalue())["book"]["kind"]) == (["confined", "opened"], "csv")


def test_others_are_served_while_a_child_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    real = sandbox._COMMAND
    replaced(monkeypatch, "import time; time.sleep(60)")
    ended: list[str] = []

    def hang() -> None:
        try:
            sandbox.open_in_child(b"a,b\n1,2\n", "x.csv", seconds=2)
        except Refused as no:
            ended.append(no.rule)

    hanging = threading.Thread(target=hang)
    hanging.start()
    monkeypatch.setattr(sandbox, "_COMMAND", real)
    assert sandbox.open_in_child(TABLE.encode(), "x.csv").sheets[0].rows == ROWS
    hanging.join()
    assert ended == ["This file takes too long to open"]


def test_the_child_knows_nothing_of_this_process_and_imports_nothing_heavy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIST_DATABASE_URL", "postgresql://secret")
    assert "secret" not in str(sandbox._environment())
    modules = "mist_dash.core.intake.files.child, mist_dash.core.intake.files.xlsx"
    code = f"import sys, {modules}; print(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    seen = subprocess.run(
        [sys.executable, "-S", "-c", code], env=sandbox._environment(), capture_output=True, text=True
    )
    assert {"mist_dash", "zipfile"} <= set(seen.stdout.split())
    assert not {"numpy", "pandas", "openpyxl", "stdnum", "streamlit"} & set(seen.stdout.split())
