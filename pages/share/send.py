"""Send data: drop last month's own spreadsheet, see what it would change, confirm. Nothing is stored before."""

import streamlit as st

from mist_dash.actions import catalogue, share
from mist_dash.actions.agreement import Moved
from mist_dash.core.errors import Refused
from mist_dash.ui import access
from mist_dash.ui.pages import send_conflict, send_interventions, send_page, send_receipt, send_state
from mist_dash.ui.parts import pieces

actor = access.who()
left, right = st.columns([2, 3], vertical_alignment="center")
left.title("Send data")
titles = {theme.id: theme.short for theme in catalogue.themes()}
chosen = pieces.pick("Theme", titles, "theme", right)
theme = catalogue.theme(chosen)
top = st.container()
above = st.container()  # a file stands first once it is here, and what may be dropped next below it
dropped = send_page.hand_over(theme, actor, above)
with top:
    send_receipt.receipt(actor, theme, small=dropped is not None)
if dropped is None:
    send_page.how(theme)
else:
    said = send_state.said(dropped, theme.id)
    with st.container() if dropped.typed else above:
        try:
            proposal = send_page.read(theme, actor, dropped, said)
        except Refused as refused:
            send_page.refused(refused, said)
        else:
            send_page.show(proposal, said, dropped.typed)
            send_interventions.show(actor, proposal)
            send_page.explain(proposal, said)
            if agreed := send_page.confirmed(proposal, said):
                try:
                    with st.spinner("Storing …"):
                        upload = share.submit(actor, theme.id, said.file(dropped), agreed, said.seconds)
                except Moved as moved:
                    send_conflict.moved(moved, said)
                else:
                    send_receipt.stored(upload, proposal, said)
