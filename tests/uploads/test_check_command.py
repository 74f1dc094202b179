"""The command an analyst runs before sending a file, and a script after it."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from mist_dash.cli import app

GOOD = "month,area,clabsi,central_line_days\n2024-04,ICU,2,812.5\n"


def run(path: Path, text: str, *options: str) -> tuple[int, str]:
    path.write_text(text, "utf-8")
    result = CliRunner().invoke(app, ["check", str(path), "--theme", "clabsi", *options])
    return result.exit_code, result.stdout


def test_a_good_file_ends_with_nothing_and_its_counts_in_the_agreed_shape(tmp_path: Path) -> None:
    code, out = run(tmp_path / "a.csv", GOOD, "--json")
    said = json.loads(out)
    assert code == 0
    assert set(said) == {"refused", "questions", "counts", "problems", "warnings", "left_out", "read_as", "cells"}
    shape = ("area", "month", "item", "value", "state")
    assert [tuple(count[key] for key in shape) for count in said["counts"]] == [
        ("ICU", "2024-04", "clabsi", 2, "reported"),
        ("ICU", "2024-04", "central_line_days", 812.5, "reported"),
    ]


def test_a_problem_ends_with_one_and_says_where(tmp_path: Path) -> None:
    code, out = run(tmp_path / "a.csv", GOOD + "2024-05,ICU,four,800\n", "--json")
    (problem,) = json.loads(out)["problems"]
    assert code == 1
    assert set(problem) == {"sheet", "row", "column", "found", "expected", "remedy"}
    assert (problem["row"], problem["column"], problem["found"]) == (3, "clabsi", "four")


def test_a_refused_file_names_rule_and_cell_and_never_the_value(tmp_path: Path) -> None:
    code, out = run(tmp_path / "a.csv", GOOD + "2024-05,ICU,943 476 5919,800\n", "--json")
    said = json.loads(out)
    assert code == 1 and said["refused"]["rule"] and said["refused"]["cell"] == "C3"
    assert not said["counts"] and "5919" not in out


def test_a_question_is_answered_on_the_line(tmp_path: Path) -> None:
    text = "Month,Ward,CLABSI,Line days\nApr-24,HDU,1,800\n"
    _, out = run(tmp_path / "a.csv", text, "--json")
    (question,) = json.loads(out)["questions"]
    assert question["choices"][0] == {"value": "ICU", "label": "ICU"}
    code, out = run(tmp_path / "a.csv", text, "--json", "--answer", f"{question['id']}=ICU")
    assert code == 0 and not json.loads(out)["questions"] and len(json.loads(out)["counts"]) == 2


def test_without_json_it_speaks_plainly(tmp_path: Path) -> None:
    code, out = run(tmp_path / "a.csv", GOOD)
    assert code == 0 and "is read as Central line days" in out and "Nothing was stored" in out


def test_rows_of_another_centre_are_problems_of_the_one_who_asks(tmp_path: Path) -> None:
    text = "Centre,Month,Ward,CLABSI,Line days\nLeeds,Apr-24,PICU,1,800\n"
    assert run(tmp_path / "a.csv", text, "--centre", "Leeds")[0] == 0
    assert run(tmp_path / "a.csv", text, "--centre", "York")[0] == 1


def test_a_file_that_names_another_member_is_asked_about(tmp_path: Path) -> None:
    text = f"York return\n\n{GOOD}"
    assert (
        "Question: This file speaks of York"
        in run(tmp_path / "a.csv", text, "--centre", "Leeds", "--member", "York", "--member", "Hull")[1]
    )
    assert "Question" not in run(tmp_path / "a.csv", text, "--centre", "York", "--member", "Leeds")[1]
