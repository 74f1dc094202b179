"""The form that tightens the limits for shared figures: each a short list that begins with what was agreed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from mist_dash.actions import sharing
from mist_dash.core.people import Person
from mist_dash.core.sharing import DEFAULT, Limits
from mist_dash.ui.parts import form_kit

FORM = "limits"
CHOICES: dict[str, tuple[str, Sequence[float], Callable[[float], str]]] = {
    "centres": ("Centres in one figure", range(4, 13), lambda n: f"at least {n:g}"),
    "share": ("The largest part that one centre may have", (0.6, 0.5, 0.4, 0.3), lambda share: f"{share:.0%}"),
    "small": ("Counts hidden from the public", (7, 9, 12, 15, 20), lambda n: f"1 to {n:g}"),
    "nearest": ("Public counts are rounded to the nearest", (5, 10, 20, 50), lambda n: f"{n:g}"),
}


def form(actor: Person, now: Limits) -> None:
    """Chooses and sets. What was agreed is the loosest of each list."""
    form_kit.flashed(FORM)
    with form_kit.form(FORM, border=True):
        chosen = {name: _one(name, now) for name in CHOICES}
        sent = st.form_submit_button("Set these limits", type="primary")
    if sent:
        wanted = Limits(int(chosen["centres"]), chosen["share"], int(chosen["small"]), int(chosen["nearest"]))
        sharing.set_limits(actor, wanted)
        form_kit.empty(FORM)
        form_kit.flash(FORM, "Set. They hold from now on, for everybody.")


def _one(name: str, now: Limits) -> float:
    label, choices, said = CHOICES[name]
    current, agreed = getattr(now, name), getattr(DEFAULT, name)
    offered = [*choices, *([] if current in choices else [current])]
    return st.selectbox(
        label, offered, offered.index(current), format_func=said, help=f"The collaborative agreed to {said(agreed)}."
    )
