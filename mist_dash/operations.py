"""The commands that keep a dashboard going: backup, restore, verify, import, export, config."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer

app = typer.Typer()
VAR = Path("var")
DataFolder = Annotated[
    Path, typer.Option("--data", envvar="MIST_DATA", help="The folder of the SQLite file and the resources.")
]


def with_setup(data: Path, do: Callable[[ModuleType], None]) -> None:
    """Runs one setting-up action on the database of this folder; what is wrong is told as a sentence."""
    os.environ["MIST_DATA"] = str(data.resolve())
    from mist_dash.actions import setup
    from mist_dash.core.errors import Sorry

    try:
        do(setup)
    except Sorry as sorry:
        typer.echo(str(sorry), err=True)
        raise typer.Exit(1) from None


@app.command()
def backup(
    to: Annotated[Path | None, typer.Argument(help="The archive; without it, one by the time in DATA/backups.")] = None,
    data: DataFolder = VAR,
) -> None:
    """Puts the database and the shared files into one archive, checked by hashes; the dashboard may go on meanwhile.

    Ends with 1 when a shared file could not be read: all the rest is in the archive.
    """
    from mist_dash.actions import backups

    def do(_: ModuleType) -> None:
        where, made = backups.back_up(to)
        typer.echo(f"Backed up to {where}: {backups.said(made)}.")
        if made.lost:
            typer.echo(f"Not in it, because they could not be read: {', '.join(made.lost)}.", err=True)
            raise typer.Exit(1)

    with_setup(data, do)


@app.command()
def restore(
    archive: Annotated[Path, typer.Argument(help="What `backup` made, here or on another machine or database.")],
    replace: Annotated[bool, typer.Option("--replace", help="Even if the database holds people.")] = False,
    data: DataFolder = VAR,
) -> None:
    """Puts a backup in place: all of it, compared row by row, or nothing. It moves to PostgreSQL so, too."""
    from mist_dash.actions import backups

    def do(_: ModuleType) -> None:
        kept, made = backups.put_back(archive, replace)
        typer.echo(f"Restored, and compared by counts and hashes: {backups.said(made)}. Everybody signs in anew.")
        if kept:
            typer.echo(f"What was here before is in {kept}.")

    with_setup(data, do)


@app.command()
def verify(
    against: Annotated[Path | None, typer.Option("--backup", help="Check this backup, too.")] = None,
    data: DataFolder = VAR,
) -> None:
    """Says in a sentence each whether the database, the shared files and the audit trail are whole, or where not.

    Ends with 0 when all is whole, else with 1.
    """
    from mist_dash.actions import backups

    def do(_: ModuleType) -> None:
        whole, broken = backups.verify(against)
        for one in (*whole, *broken):
            typer.echo(one)
        if broken:
            raise typer.Exit(1)

    with_setup(data, do)


@app.command(name="import")
def import_file(
    file: Annotated[Path, typer.Argument(help="A CSV, TSV or XLSX file.")],
    theme: Annotated[str, typer.Option(help="The theme it is about, such as clabsi.")],
    by: Annotated[str, typer.Option(help="The user name under which it is sent; the centre is this person's.")],
    answer: Annotated[list[str] | None, typer.Option(help="The answer to a question, as ID=VALUE.")] = None,
    partly: Annotated[bool, typer.Option("--partly", help="Leave rows with problems out; take the others.")] = False,
    data: DataFolder = VAR,
) -> None:
    """Stores a file as an upload on screen would, or says what is asked or wrong. `check` stores nothing."""
    from mist_dash.actions import sending
    from mist_dash.actions.share import UploadedFile

    def do(_: ModuleType) -> None:
        answers = dict(one.partition("=")[::2] for one in answer or [])
        sent = UploadedFile(file.name, file.read_bytes(), {}, answers)
        found = sending.send(sending.by(by), theme, sent, partly)
        for question in found.reading.questions:
            typer.echo(f"Question: {question.text} ({', '.join(c.value for c in question.choices)}) [{question.id}]")
        for one in found.reading.problems:
            typer.echo(f"Problem: {one}")
        typer.echo(found.sentence)
        raise typer.Exit(0 if found.fine else 1)

    with_setup(data, lambda setup: setup.ready(lambda: do(setup)))


@app.command()
def export(
    theme: Annotated[str, typer.Option(help="The theme, such as clabsi.")],
    by: Annotated[str, typer.Option(help="A user name: the numbers of this person's centre, as far as they see them.")],
    to: Annotated[Path | None, typer.Option(help="A file to write; without it, printed.")] = None,
    data: DataFolder = VAR,
) -> None:
    """Writes every number of a centre in one theme as a CSV that can be sent again unchanged."""
    from mist_dash.actions import sending, share

    def do(_: ModuleType) -> None:
        found = share.export(sending.by(by), theme)
        if to:
            to.write_bytes(found)
        else:
            typer.echo(found.decode("utf-8-sig"), nl=False)

    with_setup(data, lambda setup: setup.ready(lambda: do(setup)))


@app.command()
def config() -> None:
    """Prints every setting with what it is now, without passwords; settings are variables of the environment."""
    from mist_dash.core.settings import told
    from mist_dash.ui.server.settings import KINDS

    for line in told(KINDS, os.environ):
        typer.echo(line)
