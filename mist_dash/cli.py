"""The same actions from a shell. Each command imports what it needs when it is called, so that each starts fast."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="MiST Dash: each children's hospital sees its own change, and whom to learn from.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def commands() -> None:
    """Each command says what it does with --help."""


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="A CSV, TSV or XLSX file.")],
    theme: Annotated[str, typer.Option(help="The theme it is about, such as clabsi.")],
    centre: Annotated[str | None, typer.Option(help="The centre that sends it: rows of another are errors.")] = None,
    answer: Annotated[list[str] | None, typer.Option(help="The answer to a question, as ID=VALUE.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print everything for a script.")] = False,
) -> None:
    """Read a file as an upload would, store nothing, and say how it was read and what is wrong with it.

    Ends with 0 when nothing is refused and nothing is a problem, else with 1.
    """
    import datetime

    from mist_dash.core import months
    from mist_dash.core.intake.check import as_text, check_file

    answers = dict(one.partition("=")[::2] for one in answer or [])
    today = months.of(datetime.date.today())
    reading = check_file(file.read_bytes(), file.name, theme, today=today, centre=centre, answers=answers)
    typer.echo(as_text(reading, json))
    raise typer.Exit(0 if reading.fine else 1)
