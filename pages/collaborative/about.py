"""About: what the collaborative is for, and what this tool never does."""

import streamlit as st

from mist_dash.actions import catalogue

st.title("About Making it Safer Together")
st.markdown(
    """
Children’s hospitals share data, ideas and methods, so that fewer children are harmed each year.

**You see your own centre only.** Each centre compares this year with its own year before. Nothing here ranks centres,
and a test of the project walks through every page to keep it so (`tests/browser/test_never_another_centre.py`).
Another swaps the numbers of other centres and shows that nothing you are sent changes
(`tests/browser/test_never_a_rank.py`).

**Together means many.** Figures of the collaborative add up at least four centres, none of them much larger than the
rest, and are never revised, so that no centre's own number can be worked out.

**Every comparison shows its doubt.** A figure never stands without its counts, its range and a sentence.

**A centre without data is as much a member as any other.** Stories need no numbers.

**No patient, ever.** A file with anything that looks like a patient is refused before it is stored.
"""
)
st.subheader("What we look at")
for theme in catalogue.themes():
    st.markdown(f"**{theme.title}.** {theme.why}")
