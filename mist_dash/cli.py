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
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print the limits and signals of a CSV, so that an analyst can check us against other tools."""
    import json

    from mist_dash.core import spc_file
    from mist_dash.core.errors import Sorry

    try:
        options = spc_file.options(rules, two_in_three, freeze, phase_ends, exclude, screened, shift, trend)
        found = spc_file.answer(spc_file.decode(file.read_bytes()), chart, per, **options)
    except (Sorry, OSError) as error:
        typer.echo(f"{file} cannot be read: {error.strerror}." if isinstance(error, OSError) else str(error), err=True)
        raise typer.Exit(1) from None
    typer.echo(
        json.dumps(found, indent=1) if as_json else spc_file.as_csv(found) if as_csv else spc_file.as_table(found)
    )
