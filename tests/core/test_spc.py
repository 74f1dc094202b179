"""`python -m mist_dash spc FILE`: an analyst's CSV in, limits and signals out, and a sentence for everything wrong."""

from __future__ import annotations

import csv
import io
import json
import math
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from mist_dash.cli import app
from mist_dash.core import spc_file
from mist_dash.core.errors import Sorry

COUNTS = "month,numerator,denominator\n" + "\n".join(f"2023-{month:02d},{month % 4},100" for month in range(1, 13))
VALUES = "month,value\n2023-01,2\n2023-02,4\n2023-03,2\n2023-04,4\n"


def run(tmp_path: Path, text: str | bytes, *options: str) -> tuple[int, str, str]:
    file = tmp_path / "file.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    result = CliRunner().invoke(app, ["spc", str(file), *options])
    return result.exit_code, result.stdout, result.stderr


def points(text: str, **options: object) -> list[dict[str, object]]:
    (one,) = spc_file.answer(text, **options)["series"].values()
    return one["points"]


def test_json_has_every_key_of_the_specification(tmp_path: Path) -> None:
    code, out, _ = run(tmp_path, COUNTS, "--json", "--chart", "u", "--per", "1000", "--rules", "mdc")
    (found,) = json.loads(out)["series"].values()
    assert code == 0
    assert set(found) == {"chart", "reason", "phases", "points"}
    assert set(found["points"][0]) == {"month", "value", "centre", "lower", "upper", "signals"}
    assert list(found["phases"][0]) == [
        *("first", "last", "useful", "longest_run", "longest_run_max", "crossings", "crossings_min", "runs_signal")
    ]
    assert (found["chart"], found["points"][2]["value"], found["points"][2]["centre"]) == ("u", 30.0, 15.0)


def test_several_series_stand_under_their_names() -> None:
    text = "series,month,value\nICU,1,3\nWard,1,5\nICU,2,4\nWard,2,6\n"
    found = spc_file.answer(text, "run")["series"]
    assert {name: [point["value"] for point in one["points"]] for name, one in found.items()} == {
        "ICU": [3, 4],
        "Ward": [5, 6],
    }


def test_csv_and_json_say_the_same(tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(tmp_path, VALUES, "--chart", "xmr", "--csv")[1])))
    (found,) = json.loads(run(tmp_path, VALUES, "--chart", "xmr", "--json")[1])["series"].values()
    assert [float(row["upper"]) for row in rows] == [point["upper"] for point in found["points"]]


def test_without_an_option_a_person_reads_a_table(tmp_path: Path) -> None:
    code, out, _ = run(tmp_path, COUNTS)
    assert code == 0 and "centre" in out and "the limits show how far chance goes" in out and "crossings" in out


def test_options_reach_the_chart() -> None:
    text = "month,value\n" + "\n".join(f"{at},{value}" for at, value in enumerate([5, 7] * 6 + [1, 3] * 6, 1))
    options = spc_file.options("mdc", "within", 18, "12", "1, 3", False, None, None)
    found = spc_file.answer(text, "xmr", 1.0, **options)["series"]["series"]
    assert [phase["first"] for phase in found["phases"]] == [1, 13]
    assert found["points"][0]["centre"] == pytest.approx((5 * 4 + 7 * 6) / 10)
    assert found["points"][-1]["centre"] == 2.0


@pytest.mark.parametrize("length, named", [("6", True), ("7", False)])
def test_a_shift_is_as_long_as_asked(tmp_path: Path, length: str, named: bool) -> None:
    text = "month,value\n" + "\n".join(f"{at},{value}" for at, value in enumerate([1] * 6 + [4, 4, 5, 4, 6, 5], 1))
    out = run(tmp_path, text, "--chart", "xmr", "--rules", "mdc", "--shift", length, "--json")[1]
    assert ("shift" in out) is named


def test_a_blank_is_missing_and_a_month_without_a_row_is_a_gap() -> None:
    found = points("month,value\n2023-01,2\n2023-02,\n2023-04,4\n2023-05,NA\n", chart="xmr")
    assert [(point["month"], point["value"]) for point in found] == [
        *(("2023-01", 2.0), ("2023-02", None), ("2023-03", None), ("2023-04", 4.0), ("2023-05", None))
    ]


def test_months_come_out_as_they_were_written_and_in_order() -> None:
    found = points("month,value\n2023-03-01,2\n2023-01-01,1\n", chart="run")
    assert [point["month"] for point in found] == ["2023-01-01", "2023-02-01", "2023-03-01"]


def test_gaps_between_events_may_carry_an_index() -> None:
    found = points("month,value\n1,9\n2,2\n3,22\n4,14\n", chart="t")
    assert [point["month"] for point in found] == ["1", "2", "3", "4"]


def test_counts_without_denominators_are_gaps_on_a_t_chart_and_counts_on_a_c_chart() -> None:
    text = "month,numerator,denominator\n1,9,\n2,2,\n3,22,\n"
    assert [point["value"] for point in points(text, chart="t")] == [9, 2, 22]
    assert points(text, chart="c")[0]["centre"] == 11


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separators_of_spreadsheets_are_read(separator: str) -> None:
    assert points(VALUES.replace(",", separator), chart="run")[0]["value"] == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encodings_of_spreadsheets_are_read(encoding: str) -> None:
    text = "series,month,value\nTrèfle,1,2\nTrèfle,2,3\n"
    assert list(spc_file.answer(spc_file.decode(text.encode(encoding)), "run")["series"]) == ["Trèfle"]


@pytest.mark.parametrize(
    "text, options, said",
    [
        ("", [], "The file is empty"),
        ("month,value\n", [], "no rows"),
        ("a,b\n1,2\n", [], "The headers are “a”, “b”. They must be month"),
        ("month,numerator,denominator,value\n1,2,3,4\n", [], "both numerator and value"),
        ("month,value\n1,four\n2,x\n", [], "Line 2, value: found “four”, expected a number"),
        ("month,value\n1,four\n2,x\n", [], "Line 3, value: found “x”, expected a number"),
        ("month,numerator,denominator\n1,-2,10\n", [], "expected 0 or more"),
        ("month,value\n,4\n", [], "Line 2, month: it is blank"),
        ("month,value\n2023-01,4\n2023-01,5\n", [], "2023-01 stands more than once (lines 2, 3)"),
        ("month,value\n2023-01,4\n9999-01,5\n", [], "One of them is a slip"),
        (VALUES, ["--chart", "u"], "needs a denominator"),
        (VALUES, ["--chart", "pie"], "There is no chart called “pie”"),
        (VALUES, ["--rules", "mine"], "--rules is mine; it must be one of"),
        (VALUES, ["--two-in-three", "x"], "--two-in-three is x; it must be one of"),
        (VALUES, ["--phase-ends", "3,x"], "--phase-ends is 3,x; it must be point numbers"),
        (VALUES, ["--exclude", "0"], "--exclude is 0"),
        (VALUES, ["--freeze", "0"], "--freeze is 0; it must be 1 or more"),
        ("month,value\n1,-4\n2,3\n", ["--chart", "t"], "needs numbers of 0 or more"),
        ("month,numerator,denominator\n1,9,4\n", ["--chart", "p"], "the numerator is above the denominator"),
        (b"\x00\x01\x02", [], "not a CSV file"),
    ],
)
def test_what_is_wrong_is_a_sentence_and_exit_1(
    tmp_path: Path, text: str | bytes, options: list[str], said: str
) -> None:
    code, out, err = run(tmp_path, text, *options)
    assert (code, out) == (1, "")
    assert said in err


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["spc", str(tmp_path / "none.csv")])
    assert (result.exit_code, "cannot be read" in result.stderr) == (1, True)


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda text: f"month,value\n{text}".encode())))
def test_any_bytes_are_an_answer_or_a_sentence(content: bytes) -> None:
    try:
        found = spc_file.answer(spc_file.decode(content))
    except Sorry as error:
        assert str(error).strip()
    else:
        for one in found["series"].values():
            assert all(point["upper"] is None or math.isfinite(point["upper"]) for point in one["points"])


def test_the_command_imports_nothing_heavy(tmp_path: Path) -> None:
    """It starts fast because pandas, scipy, streamlit and the store stay outside."""
    (tmp_path / "file.csv").write_text(COUNTS)
    code = (
        "import sys\nfrom typer.testing import CliRunner\nfrom mist_dash.cli import app\n"
        f"assert CliRunner().invoke(app, ['spc', {str(tmp_path / 'file.csv')!r}, '--json']).exit_code == 0\n"
        "print({'pandas', 'scipy', 'streamlit', 'sqlmodel', 'plotly'} & set(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "set()"
