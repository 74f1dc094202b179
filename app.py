"""The front door: `uvicorn app:app`, `streamlit run app.py` and `python -m mist_dash serve` all come in here."""

import streamlit as st

from mist_dash.ui.server import front, wire

app = st.App(
    wire.MAIN,
    lifespan=front.lifespan,
    routes=front.routes,
    middleware=front.middleware,
    on_script_error=front.apologise,
)
