"""Keys with which the centre's own systems send data: made and ended by its lead, shown once."""

import streamlit as st

from mist_dash.actions import machine
from mist_dash.ui import access
from mist_dash.ui.pages import keys_page
from mist_dash.ui.parts import form_kit

actor = access.who()
st.title("Let a system send")
st.markdown(
    "A system of your hospital can send the month’s file by itself. It needs a key, which you make here and can end "
    "at any time. A key can send data of your centre and nothing else. It ends when its maker is no lead any more."
)
form_kit.flashed(keys_page.PLACE)
keys_page.handed()
keys_page.make(actor)
keys_page.keys(actor, machine.of_centre(actor))
keys_page.how()
