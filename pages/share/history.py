"""History: every upload of the own centre, with who, when and what, each with its Undo."""

from functools import partial

import streamlit as st

from mist_dash.actions import catalogue, share
from mist_dash.core import months
from mist_dash.ui import access, pieces
from mist_dash.ui.pieces import escape


def file_of(who, upload: int) -> bytes:
    return share.sent_file(who(), upload)[1]


actor = access.who()
st.title("History and undo")
sent = share.history(actor)
if not sent:
    pieces.empty("Nothing sent yet.", "What your centre sends stands here, and can be undone.")
for one in sent[:50]:
    with st.container(border=True):
        text, button = st.columns([5, 1], vertical_alignment="center")
        text.markdown(f"**{catalogue.theme(one.theme).short}**: {escape(one.sentence)}")
        file = f" · {escape(one.file_name)} · {one.file_hash[:12]}" if one.file_name else ""
        undone = " · undone since" if one.undone_by else ""
        text.caption(f"{one.at:%d %B %Y, %H:%M} · {escape(one.person)}{file}{undone}")
        if one.file_name:
            button.download_button("The file", partial(file_of, access.later(), one.id), one.file_name,
                                   key=f"file-{one.id}", on_click="ignore")  # fmt: skip
        if not one.undone_by and button.button("Undo", key=f"undo-{one.id}", icon=":material/undo:"):
            done = share.undo(actor, one.id)
            left = "; ".join(f"{k.item}, {k.area}, {months.say(k.period)}" for k in done.left_alone[:5])
            later = f" A later upload changed these again, so they stay: {escape(left)}." if left else ""
            st.info(f"Undone: {done.restored} {done.what} are as they were before.{later}")
