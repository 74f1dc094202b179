"""The same actions from a shell. Each command imports what it needs when it is called, so that each starts fast."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from mist_dash import operations
from mist_dash.operations import VAR, DataFolder, with_setup

app = typer.Typer(
    help="MiST Dash: each children's hospital sees its own change, and whom to learn from.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(operations.app)


@app.callback()
def commands() -> None:
    """Each command says what it does with --help."""


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8501,
    data: DataFolder = VAR,
    host: Annotated[str, typer.Option(help="The address to listen on; a demo stays on 127.0.0.1.")] = "127.0.0.1",
) -> None:
    """Serves the dashboard. A first start without configuration makes and fills the demo."""
    os.environ["MIST_DATA"] = str(data.resolve())
    typer.echo(f"Making the database in {data} ready …")
    from mist_dash.actions import people, setup
    from mist_dash.core.errors import Sorry

    try:
        setup.prepare()
        setup.refuse_open_demo(host)
    except Sorry as sorry:
        typer.echo(str(sorry), err=True)
        raise typer.Exit(1) from None
    accounts = people.demo_accounts()
    typer.echo(f"MiST Dash is served at http://{host}:{port}  (Ctrl-C stops it)")
    if accounts:
        typer.echo("This is a demo. Every password is “safer-together”; the user names are:")
        for username, name, role in accounts:
            typer.echo(f"  {username:12} {name}, {role}")
    import uvicorn

    os.chdir(Path(__file__).parents[1])
    plain = {"log_level": "warning", "access_log": False, "server_header": False, "proxy_headers": False}
    uvicorn.run("app:app", host=host, port=port, ws_max_size=2**22, **plain)  # type: ignore[arg-type]


@app.command()
def init(
    username: Annotated[str, typer.Option(prompt="User name of the first admin")],
    name: Annotated[str, typer.Option(prompt="Full name of the first admin")],
    data: DataFolder = VAR,
) -> None:
    """Begins a real collaborative: an empty database with its first admin, and a password to be used once."""
    with_setup(data, lambda setup: typer.echo(f"One-time password of {username}: {setup.begin(username, name)}"))


@app.command()
def add_centre(
    name: Annotated[str, typer.Argument(help="The hospital's name, as its members write it.")],
    data: DataFolder = VAR,
) -> None:
    """Adds a centre to the collaborative."""
    with_setup(data, lambda setup: typer.echo(f"Added {name} as centre number {setup.add_centre(name)}."))


@app.command()
def add_person(
    username: Annotated[str, typer.Argument(help="What the person signs in with.")],
    name: Annotated[str, typer.Argument(help="The person's full name.")],
    role: Annotated[str, typer.Option(help="member, contributor, lead, facilitator or admin.")] = "member",
    centre: Annotated[str, typer.Option(help="The name of the person's centre; none for facilitator and admin.")] = "",
    data: DataFolder = VAR,
) -> None:
    """Adds a person, and prints a password to be handed over; it is used once, to choose another."""
    with_setup(
        data,
        lambda setup: typer.echo(f"One-time password of {username}: {setup.add_person(username, name, role, centre)}"),
    )


@app.command()
def one_time_password(
    username: Annotated[str, typer.Argument(help="Whose password was lost.")],
    data: DataFolder = VAR,
) -> None:
    """Prints a new password for one use, when nobody else can let this person in. Ends the old one and its sessions."""
    with_setup(data, lambda setup: typer.echo(f"One-time password of {username}: {setup.one_time_password(username)}"))


@app.command()
def together(
    data: DataFolder = VAR,
) -> None:
    """Makes this month's figures of all centres together. The first upload of a month does the same."""
    with_setup(data, lambda setup: typer.echo(setup.add_up()))


@app.command()
def digest(
    data: DataFolder = VAR,
) -> None:
    """Sends what is new by e-mail to who asked for it: run it daily or monthly, each gets it once a month."""
    from mist_dash.actions import digest as new

    with_setup(data, lambda setup: typer.echo(setup.ready(new.send)))


@app.command()
def spc(
    file: Annotated[Path, typer.Argument(help="A CSV with month, and numerator and denominator, or value.")],
    chart: Annotated[
        str, typer.Option(help="auto, run, xmr, mr, c, u, u', p, p', g, t, sr, u-exact, c-exact or p-exact.")
    ] = "auto",
    per: Annotated[float, typer.Option(help="Show rates per so many, such as 1000.")] = 1.0,
    freeze: Annotated[int | None, typer.Option(help="The first so many points are the baseline.")] = None,
    phase_ends: Annotated[str, typer.Option(help="The last point of each earlier phase, such as 18,30.")] = "",
    exclude: Annotated[str, typer.Option(help="Points to leave out, such as 10,11.")] = "",
    screened: Annotated[
        bool, typer.Option("--screened/--unscreened", help="Leave extreme moving ranges out, once.")
    ] = True,
    rules: Annotated[str, typer.Option(help="auto, mdc, anhoej or none.")] = "auto",
    two_in_three: Annotated[
        str, typer.Option(help="beyond: points beyond the limits count too; or within.")
    ] = "beyond",
    shift: Annotated[int | None, typer.Option(help="Points in a row on one side that make a shift.")] = None,
    trend: Annotated[int | None, typer.Option(help="Points in a row, rising or falling, that make a trend.")] = None,
    since_when: Annotated[bool, typer.Option("--since-when", help="Say since when the rate changed, as JSON.")] = False,
    level: Annotated[float, typer.Option(help="Chance of a false change; 0.05 for a single look.")] = 0.02,
    spread: Annotated[bool, typer.Option(help="Since when: months may vary more than chance.")] = True,
    season: Annotated[bool, typer.Option(help="Since when: a season is taken out.")] = True,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print the limits and signals of a CSV, so that an analyst can check us against other tools."""
    import json

    from mist_dash.core import spc_file
    from mist_dash.core.errors import Sorry

    try:
        options = spc_file.options(rules, two_in_three, freeze, phase_ends, exclude, screened, shift, trend)
        text = spc_file.decode(file.read_bytes())
        if since_when:
            from mist_dash.core import since_file

            found = since_file.answer(text, chart, per, level, spread=spread, season=season)
            typer.echo(json.dumps(found, indent=1))
            return
        found = spc_file.answer(text, chart, per, **options)
    except (Sorry, OSError) as error:
        typer.echo(f"{file} cannot be read: {error.strerror}." if isinstance(error, OSError) else str(error), err=True)
        raise typer.Exit(1) from None
    typer.echo(
        json.dumps(found, indent=1) if as_json else spc_file.as_csv(found) if as_csv else spc_file.as_table(found)
    )


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="A CSV, TSV or XLSX file.")],
    theme: Annotated[str, typer.Option(help="The theme it is about, such as clabsi.")],
    centre: Annotated[str | None, typer.Option(help="The centre that sends it: rows of another are errors.")] = None,
    member: Annotated[list[str] | None, typer.Option(help="Another member, asked about if named.")] = None,
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
    data, others = file.read_bytes(), member or []
    reading = check_file(data, file.name, theme, today=today, centre=centre, answers=answers, members=others)
    typer.echo(as_text(reading, json))
    raise typer.Exit(0 if reading.fine else 1)
