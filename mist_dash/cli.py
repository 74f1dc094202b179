"""The same actions from a shell. Each command imports what it needs when it is called, so that each starts fast."""

from __future__ import annotations

import os
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
def serve(
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8501,
    data: Annotated[Path, typer.Option(help="The folder of the SQLite file and the resources.")] = Path("var"),
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
    uvicorn.run("app:app", host=host, port=port, log_level="warning", ws_max_size=2**24)
