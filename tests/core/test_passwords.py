"""A password that somebody chooses: long ones are welcome, and what everybody would try first is refused."""

from __future__ import annotations

import pytest
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from mist_dash.core import passwords
from mist_dash.core.passwords import fault


def test_none_of_the_worst_ten_thousand_is_taken_not_even_in_other_letters_or_with_digits_after_it() -> None:
    worst = FREQUENCY_LISTS["passwords"][: passwords.WORST]
    assert len(worst) == 10_000
    for word in (*worst[:300], *worst[9_700:]):
        assert fault(word, "j.smith"), word
    long_ones = [word for word in worst if len(word) >= passwords.SHORTEST]
    assert len(long_ones) > 50
    for word in long_ones:
        assert "first that anybody would try" in fault(word.upper(), "j.smith"), word
    for word in ("password", "sunshine", "elizabeth"):
        assert "first that anybody would try" in fault(f"{word}2024!", "j.smith")


@pytest.mark.parametrize(
    "good",
    [
        "three tall green kettles",
        "ö" * 5 + "äüß€ñ" + " and more of it " * 4,
        "x9$Lq2!vB7",
        "a passphrase of words " * 20,
    ],
)
def test_a_passphrase_of_any_length_is_taken_and_opens(good: str) -> None:
    assert fault(good, "j.smith") == ""
    assert passwords.matches(good, passwords.hash_of(good))
    assert not passwords.matches(good[:-2], passwords.hash_of(good))


@pytest.mark.parametrize("weak", ["", "short one", "aaaaaaaaaaaaaaa", "ababababababab", "my J.Smith account"])
def test_what_is_short_or_told_by_the_user_name_is_refused_with_what_to_do(weak: str) -> None:
    assert "hoose" in fault(weak, "j.smith")
