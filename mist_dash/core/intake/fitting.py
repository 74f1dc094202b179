"""A reading that goes badly for the theme chosen becomes the question which other theme the file is of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from mist_dash.core.catalogue import Theme
from mist_dash.core.intake.reading import Question, QuestionChoice, Reading

THEME = "theme"  # the question's id
NAMED = 3  # items named in it


def of_another_theme(
    reading: Reading, theme: Theme, themes: Iterable[Theme], read_as: Callable[[Theme], Reading], answer: str = ""
) -> Reading:
    """The reading, waiting when the file is more like another theme; alike for two, both are offered.

    read_as: what the file gives for another theme; asked for only when this one reads badly. answer: the theme that
    the person said it is of.
    """
    if answer == theme.id or not _reads_badly(reading, theme):
        return reading
    items = {other.id: _own_items(read_as(other), other) for other in themes if other.id != theme.id}
    best = max(map(len, items.values()), default=0)
    if best <= len(_own_items(reading, theme)):
        return reading
    fitting = [other for other in themes if len(items.get(other.id, ())) == best]
    titles = [item.title for item in fitting[0].items if item.name in items[fitting[0].id]]
    more = f" and {len(titles) - NAMED} more" if len(titles) > NAMED else ""
    names = " or ".join(other.short for other in fitting)
    question = Question(
        THEME,
        f"This looks like {names} ({', '.join(titles[:NAMED])}{more}), not like {theme.short}. Where does it belong?",
        (
            *(QuestionChoice(other.id, f"Send it to {other.short}") for other in fitting),
            QuestionChoice(theme.id, f"Keep it in {theme.short}"),
        ),
        once=True,
    )
    return replace(reading, questions=(question,), asked=(*reading.asked, question))


def _reads_badly(reading: Reading, theme: Theme) -> bool:
    """Whether nothing that the theme counts was found, or more was strange or wrong than was understood."""
    if reading.untouched or reading.marks is not None:
        return False
    strange = sum(len(question.columns) for question in reading.questions)
    own = len(_own_items(reading, theme))
    return not own or strange > own or len(reading.problems) > len(reading.counts)


def _own_items(reading: Reading, theme: Theme) -> frozenset[str]:
    """What was read of what the theme counts: days, which several themes have, say nothing."""
    return reading.items & {item.name for item in theme.items if item.kind == "count"}
