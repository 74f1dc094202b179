"""Burden: minutes asked for, against times looked at. What is asked for and never looked at can be dropped."""

import streamlit as st

from mist_dash.actions import burden
from mist_dash.ui import access
from mist_dash.ui.parts import pieces

actor = access.who()
st.title("What gathering data costs")
st.markdown(
    "Gathering became such a burden once that the collaborative stopped. Here stands, for each measure, how long "
    "sending its numbers took, from the drop of the file or the first number typed to the confirmation, and how often "
    "its chart was opened. The minutes of an upload are shared evenly among its numbers; a number that two measures "
    "use counts for both. No centre and no person is named."
)
found = burden.burdens(actor)
if not any(one.uploads or one.opened for one in found):
    pieces.empty("Nothing has been sent or opened since this was installed.", "The minutes stand here once it has.")
else:
    st.dataframe(
        [
            {
                "Theme": one.theme,
                "Measure": one.measure,
                "Times sent": one.uploads,
                "Usual minutes to send": "" if one.median_minutes is None else f"{one.median_minutes:g}",
                "Minutes in all": one.all_minutes,
                "Times opened": one.opened,
            }
            for one in found
        ],
        hide_index=True,
        height=700,
        alt="What each measure cost to send, and how often it was opened.",
    )
