"""`python -m mist_dash`: the same actions from a shell."""

from mist_dash.cli import app

app()
