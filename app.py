"""The front door: `uvicorn app:app`, `streamlit run app.py` and `python -m mist_dash serve` all come in here."""

from pathlib import Path

import streamlit as st

from mist_dash.ui.server import front

app = st.App(
    Path(__file__).parent / "mist_dash" / "ui" / "server" / "main.py",
    lifespan=front.lifespan,
    routes=front.routes,
    middleware=front.middleware,
    on_script_error=front.apologise,
)
