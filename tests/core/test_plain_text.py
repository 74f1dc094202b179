"""What is found in people's text: links that lead where they say, mentions, and doubts about patients."""

from __future__ import annotations

import pytest

from mist_dash.core.personal import identifiers
from mist_dash.core.plain_text import doubts, handles, links, mentioned, unconfirmed


def test_links_are_http_and_https_only_and_each_shows_its_real_host() -> None:
    text = "See https://www.example.org/a_b?x=1#y, http://Example.org. and https://www.example.org/a_b?x=1#y"
    assert [(link.address, link.host) for link in links(text)] == [
        ("https://www.example.org/a_b?x=1#y", "www.example.org"),
        ("http://example.org", "example.org"),
    ]
    assert links(text)[0].label == "www.example.org/a_b?x=1#y"


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://example.org",
        "xhttp://example.org",
        "https://nhs.uk@evil.example/",
        "https://user:pass@evil.example",
        "https://",
        "https://localhost/",
        "http://[::1",
        "https://evil.example:99999/",
        "//evil.example",
    ],
)
def test_anything_else_stays_text(text: str) -> None:
    assert links(text) == ()


def test_a_link_cannot_end_early_and_begin_another() -> None:
    (link,) = links("https://example.org/a)[b](c'd")
    assert not set(link.address) & set("()[]'\"<> ")


def test_an_international_name_is_shown_as_it_is_looked_up() -> None:
    assert links("https://ехample.org/")[0].host.startswith("xn--")  # the first letters are Cyrillic


def test_a_mention_is_the_longest_name_that_fits_and_only_a_whole_one() -> None:
    people = {"ann": 1, "ann.lee": 2, "bo": 3}
    assert mentioned("@ann.lee and @Bo, not @bob nor me@ann", people) == {2, 3}
    assert mentioned("(@ann)", people) == {1}


def test_a_centre_answers_to_each_beginning_of_its_name_that_is_its_own() -> None:
    names = {1: "Royal Ash Children’s Hospital", 2: "Royal Birch Hospital", 3: "Cedar Hospital"}
    known = handles(names)
    assert mentioned("@royal ash and @Cedar?", known) == {1, 3}
    assert mentioned("@Royal Ash Children's Hospital", known) == {1}
    assert mentioned("@royal", known) == frozenset()


def test_a_doubt_names_the_field_and_the_kind_but_never_the_value() -> None:
    found = doubts({"Title": "All well", "Text": "NHS 943 476 5919, born 1/2/2019"})
    assert len(found) >= 2 and all(str(doubt).startswith("“Text”") for doubt in found)
    assert not any("943" in repr(doubt) or "2019" in str(doubt) for doubt in found)
    assert unconfirmed(found, found) == ()


def test_a_confirmed_doubt_counts_for_no_other_text_in_the_same_field() -> None:
    one, other = doubts({"Text": "NHS 943 476 5919"}), doubts({"Text": "NHS 401 023 2137"})
    assert str(one[0]) == str(other[0]) and unconfirmed(other, one) == other


def test_a_colleagues_address_raises_no_doubt_where_it_is_asked_for() -> None:
    found = doubts({"Text": "a@example.org"}, {"Whom to ask": "a@example.org, or NHS 943 476 5919"})
    assert [(doubt.field, doubt.kind) for doubt in found] == [
        ("Text", identifiers.EMAIL),
        ("Whom to ask", identifiers.NUMBER),
    ]
