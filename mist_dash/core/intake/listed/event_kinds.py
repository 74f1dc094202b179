"""What a list says of each event (its type, its severity, a yes or no) becomes the items that the event counts for."""

from __future__ import annotations

from collections.abc import Mapping

from mist_dash.core.catalogue import Theme
from mist_dash.core.intake.files.book import Cell
from mist_dash.core.intake.labels.numbers import number
from mist_dash.core.intake.labels.phrases import tokens
from mist_dash.core.intake.labels.words import Words
from mist_dash.core.intake.listed.lists import YES, ListTable, at
from mist_dash.core.intake.reading import LEAVE_OUT, Question, QuestionChoice
from mist_dash.core.intake.table.counted import definition_question, names_definition
from mist_dash.core.intake.table.facts import TableFacts
from mist_dash.core.intake.table.tables import blank

MOST_WORDS = 8  # more words of the hospital's own than this are asked about as one
COUNT_ONLY = "count only"
_BEFORE = ("stage", "grade", "category", "level", "merp")  # "2" under "Severity" may be stage 2
_FILL = ("event", "incident", "case", "infection", "injury")


class Kinds:
    """Reads what each event of one list was. told: the items that this list counts, zeros among them."""

    def __init__(
        self, listed: ListTable, theme: Theme, words: Words, answers: Mapping[str, str], found: TableFacts
    ) -> None:
        assert theme.event_list is not None
        self.listed, self.theme, self.words, self.answers, self.found = listed, theme, words, answers, found
        self.counts = theme.event_list
        self._before: dict[tuple[int, type, Cell], tuple[str, ...] | str | None] = {}
        self.own = {tokens(word) for word in self.counts.words}
        self.many = {column: self._has_many_words(column) for column in listed.kinds}
        self.told = self._told()

    def of(self, row: int) -> tuple[str, ...] | str | None:
        """The items that one event counts for beside `each`; LEAVE_OUT, or None while it cannot be told."""
        named: list[str] = []
        for column in self.listed.kinds:
            items = self._named(at(self.listed.sheet.rows[row], column), column)
            if items == LEAVE_OUT or items is None:
                return items
            named += items
        for column, item in (self.listed.flags or {}).items():
            said = str(at(self.listed.sheet.rows[row], column) or "").strip().lower()
            named += [item] if said in YES else []
        return self._one_of_each_scale(row, list(dict.fromkeys(named)))

    def _one_of_each_scale(self, row: int, named: list[str]) -> tuple[str, ...] | None:
        found = [item for item in named if item != self.counts.each]
        for scale in self.counts.scales:
            here = [item for item in found if item in (*scale.items, scale.otherwise)]
            if len(here) > 1:
                titles = " and ".join(f"“{self.theme.item(item).title}”" for item in here)
                self._problem(row, titles, "one of them for each event", "keep the one that it was")
                return None
            if not here and scale.otherwise in self.told:
                found.append(scale.otherwise)
        return tuple(found)

    def _problem(self, row: int, found: str, expected: str, remedy: str) -> None:
        column = (*self.listed.kinds, *(self.listed.flags or {}))[0]
        self.found.problems.append(self.listed.problem(row, column, found, expected, remedy))

    def _named(self, cell: Cell, column: int) -> tuple[str, ...] | str | None:
        """What one cell says; a list repeats itself, so each text is looked at once."""
        key = (column, type(cell), cell)
        if key not in self._before:
            self._before[key] = self._items(cell, column)
        return self._before[key]

    def _items(self, cell: Cell, column: int) -> tuple[str, ...] | str | None:
        """The items of one cell, () when it says no more than that it happened, None while its word is asked about."""
        if blank(cell) or (isinstance(cell, str) and number(cell).kind == "not collected"):
            return ()
        known = self._known(cell, column)
        if known is not None:
            return known
        if self.many[column]:
            return self._asked_of_column(column)
        return self._asked_of_word(str(cell).strip(), column)

    def _known(self, cell: Cell, column: int) -> tuple[str, ...] | None:
        """The items that a cell names by words of the catalogue; None when it names none."""
        text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
        if tokens(text) in self.own:
            return ()
        title = self.listed.title(column)
        for said in (text, self._without_own_words(text), *(f"{word} {text}" for word in (title, *_BEFORE))):
            meaning = self.words.meaning(said)
            items = tuple(item for item in meaning.items if item in self.counts.items)
            if items and len(items) == len(meaning.items) and not meaning.rest:
                return items
            if meaning.asked_items and not meaning.rest and names_definition(self.theme, meaning.asked_items[0][1]):
                self.found.ask(definition_question(self.theme, meaning.asked_items[0][1]))
                return (meaning.asked_items[0][0],)
        return None

    def _without_own_words(self, text: str) -> str:
        """ "PIVIE stage 2" without the words for the event itself."""
        left = list(tokens(text))
        for own in sorted(self.own, key=len, reverse=True):
            for start in range(len(left) - len(own) + 1):
                if tuple(left[start : start + len(own)]) == own:
                    del left[start : start + len(own)]
                    break
        return " ".join(word for word in left if word not in _FILL) or text

    def _has_many_words(self, column: int) -> bool:
        cells = {str(cell).strip() for cell in self._cells(column)}
        return sum(self._known(cell, column) is None for cell in cells) > MOST_WORDS

    def _asked_of_word(self, text: str, column: int) -> tuple[str, ...] | str | None:
        key = " ".join(tokens(text)) or text
        offered = [(item, self.theme.item(item).title) for item in self._offered(column) if item != self.counts.each]
        question = self._question(f"event:{key[:60]}", f"What does “{text[:40]}” say of an event?", offered)
        return self._answered(question)

    def _offered(self, column: int) -> tuple[str, ...]:
        """The items of the scales that a column speaks of elsewhere; of all scales where it speaks of none."""
        here = {item for cell in self._cells(column) for item in self._known(cell, column) or ()}
        scales = [scale for scale in self.counts.scales if here & {*scale.items, scale.otherwise}]
        named = [item for scale in scales for item in (*scale.items, scale.otherwise) if item]
        return tuple(named) or self.counts.items

    def _cells(self, column: int) -> set[Cell]:
        rows = self.listed.sheet.rows
        return {cell for row in self.listed.body if not blank(cell := at(rows[row], column))}

    def _asked_of_column(self, column: int) -> tuple[str, ...] | str | None:
        title = self.listed.title(column)
        question = self._question(
            f"event:all of {' '.join(tokens(title))}",
            f"“{title[:40]}” holds more than {MOST_WORDS} words that are not known here. Which of its rows count?",
            [],
        )
        return self._answered(question)

    def _question(self, id: str, text: str, offered: list[tuple[str, str]]) -> Question:
        what = self.theme.item(self.counts.each).title.lower() if self.counts.each else self.theme.short.lower()
        one = f"{'No more than that it happened: count it' if offered else 'All of them'} under {what}"
        choices = [*offered, (COUNT_ONLY, one), (LEAVE_OUT, "It is something else: leave these rows out")]
        question = Question(id, text, tuple(QuestionChoice(*choice) for choice in choices), self.listed.sheet.name)
        self.found.ask(question)
        return question

    def _answered(self, question: Question) -> tuple[str, ...] | str | None:
        answer = question.answer(self.answers)
        if answer in ("", LEAVE_OUT):
            return answer or None
        return () if answer == COUNT_ONLY else (answer,)

    def _told(self) -> tuple[str, ...]:
        """`each`, and every item of the scales that the list speaks of at all: of those, none is a zero."""
        cells = [(cell, column) for column in self.listed.kinds for cell in self._cells(column)]
        named = {item for cell, column in cells for item in self._items_of(cell, column)}
        named |= set((self.listed.flags or {}).values())
        scales = [scale for scale in self.counts.scales if named & {*scale.items, scale.otherwise}]
        if not scales and not self.counts.each:
            scales = [scale for scale in self.counts.scales if scale.otherwise][:1]
        told = (self.counts.each, *(item for scale in scales for item in (*scale.items, scale.otherwise)))
        return tuple(dict.fromkeys(filter(None, told)))

    def _items_of(self, cell: Cell, column: int) -> tuple[str, ...]:
        known = self._known(cell, column)
        answer = self.answers.get(f"event:{' '.join(tokens(str(cell)))[:60]}", "")
        return known or ((answer,) if answer in self.counts.items else ())
