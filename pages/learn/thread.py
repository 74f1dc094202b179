"""One question or offer with its replies, by the id in the URL."""

from mist_dash.actions import threads
from mist_dash.core.errors import NotFound
from mist_dash.ui import access
from mist_dash.ui.navigation import link
from mist_dash.ui.pages import threads_page

actor = access.who()
asked = threads_page.id_in_url("id")
if asked is None:
    raise NotFound("Open a question from the list: this address names none.")
threads_page.whole(actor, threads.conversation(actor, asked))
link("questions", "All questions and offers", ":material/arrow_back:")
