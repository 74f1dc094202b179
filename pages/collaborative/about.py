"""About: what the collaborative is for, and what this tool never does, with the test that proves it."""

from pathlib import Path

import streamlit as st

from mist_dash.actions import catalogue, sharing
from mist_dash.ui import access
from mist_dash.ui.navigation import link
from mist_dash.ui.pages import public_page
from mist_dash.ui.parts.pieces import escape

READING = Path(__file__).parents[2] / "docs" / "reading-the-charts.md"
PROOF = Path(__file__).parents[2] / "tests" / "browser" / "test_never_a_rank.py"

limits = sharing.limits(access.who())
st.title("About Making it Safer Together")
st.markdown(
    """
Children’s hospitals share data, ideas and methods, so that fewer children are harmed each year.

**You see your own centre only.** Each centre compares this year with its own year before. **Nothing here ranks
centres**, and a test of the project proves it at every change: it opens every page and every file in every role, deals
out the numbers of the other centres anew, and fails when anything that anybody is sent changes.
"""
)
with st.expander("Read that test", icon=":material/fact_check:"):
    st.caption(f"tests/browser/{PROOF.name}")
    if PROOF.exists():  # where it is served without its tests, the name says where to look
        st.code(PROOF.read_text("utf-8"), language=None, wrap_lines=True)
st.markdown(
    f"""
**Together means many.** {escape(public_page.rules(limits))}

**Every comparison shows its doubt.** A figure never stands without its counts, its range and a sentence.

**A centre without data is as much a member as any other.** Stories need no numbers.

**No patient, ever.** A file with anything that looks like a patient is refused before it is stored.
"""
)
if READING.exists():
    with st.expander("What a picture says, and how sure it is", icon=":material/show_chart:"):
        st.markdown("#### " + READING.read_text("utf-8").partition("\n## ")[2].replace("\n## ", "\n#### "))
link("together", "How we do together", ":material/groups:")
st.subheader("What we look at")
for theme in catalogue.themes():
    st.markdown(f"**{theme.title}.** {theme.why}")
