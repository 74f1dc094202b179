"""The same actions from a shell. Each command imports what it needs when it is called, so that each starts fast."""

from __future__ import annotations

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
