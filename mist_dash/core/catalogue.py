"""The catalogue: what the collaborative agreed to look at, one TOML file per theme. Adding a theme is adding a file.

Nothing here knows a theme by name; it only knows the shape that every theme has.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args

from mist_dash.core.errors import NotFound, Sorry
from mist_dash.core.sums import Sum, read_sum

Better = Literal["lower", "higher", "neither"]
MeasureKind = Literal["rate", "proportion", "count", "value", "ratio", "between", "profile"]
ItemKind = Literal["count", "exposure", "value", "text"]
FromReports = Literal["", "written", "told"]
FOLDER = Path(__file__).parents[2] / "data" / "catalogue"
WHOLE = "Whole hospital"


@dataclass(frozen=True)
class Item:
    """One number a centre sends for a month: a column of the wide format, with the headers people write over it."""

    name: str
    title: str
    kind: ItemKind = "count"
    required: bool = False
    optional: bool = False  # folded away where months are typed, until the centre has sent it once
    heading: str = ""  # over its column in a template, where the title alone says too little there
    synonyms: tuple[str, ...] = ()  # headers read without a word
    ask: tuple[str, ...] = ()  # headers that need one question before they are read so
    harm: bool = False  # a child came to harm: a profile shows the bands of such items enlarged
    severe: bool = False  # such an incident hurts the people who cared too: they are shown where to turn
    from_reports: FromReports = ""  # which of the excellence reports give this number, where a centre uploads none


@dataclass(frozen=True)
class Area:
    """Where in the hospital. `within` names the area that this one is part of and may not exceed."""

    name: str
    title: str = ""
    synonyms: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    ask_alone: tuple[str, ...] = ()  # read so only beside the areas that they do not name: "non ICU" beside Haem-Onc
    within: str = ""
    optional: bool = False  # shown only where a centre sends it


@dataclass(frozen=True)
class Measure:
    """One score: what is counted over what, which direction is better, and how it is said and drawn."""

    id: str
    title: str
    kind: MeasureKind
    numerator: tuple[Sum, ...]  # several only for a profile, one a band
    denominators: tuple[Sum, ...] = ()  # the first that a centre sends is used for the whole series
    multiplier: float = 1
    unit: str = ""
    events: str = "events"
    exposure: str = ""
    better: Better = "neither"
    chart: str = "auto"
    areas: tuple[str, ...] = ()
    decimals: int = 2
    definition: str = ""
    asks: str = ""  # the numbers that it asks for each month, in words: what stands where there are none yet
    caution: str = ""
    bands: tuple[str, ...] = ()
    every: Literal["month", "quarter"] = "month"  # how often it is drawn
    optional: bool = False
    on_home: bool = False  # has a row on the centre's one page; the theme's first measure always has


@dataclass(frozen=True)
class Panel:
    """Two measures of a theme that only say something together: year by year, one across and one up, joined in order.

    beside: the measures on whose "Before and after" it stands. says: what to read in it, for a nurse.
    """

    title: str
    across: str
    up: str
    beside: tuple[str, ...]
    says: str


@dataclass(frozen=True)
class CheckRule:
    """One thing that must hold within a month and area: `left` is at most `right`, or events need an exposure."""

    kind: Literal["at_most", "needs_exposure", "seldom_above"]
    left: Sum
    right: Sum
    says: str
    share: float = 1.0  # for seldom_above: the share of `right` above which it is worth a word


@dataclass(frozen=True)
class Definition:
    name: str
    version: str
    text: str
    source: str
    others: tuple[str, ...] = ()  # other definitions a centre may use instead

    @property
    def key(self) -> str:
        """What is stored beside each count: the name and the version."""
        return f"{self.name} {self.version}".strip()


@dataclass(frozen=True)
class Scale:
    """Items of which one event is one, such as stages 1 to 4. `otherwise` counts the events that name none of them."""

    items: tuple[str, ...]
    otherwise: str = ""


@dataclass(frozen=True)
class EventList:
    """How a list of single dated events is counted up: each is one of `each`, and one on each scale that it names.

    words: what people call the event itself, where no item is called so.
    """

    each: str = ""
    words: tuple[str, ...] = ()
    scales: tuple[Scale, ...] = ()

    @property
    def items(self) -> tuple[str, ...]:
        named = (self.each, *(item for scale in self.scales for item in (*scale.items, scale.otherwise)))
        return tuple(dict.fromkeys(filter(None, named)))


@dataclass(frozen=True)
class Intervention:
    name: str
    what: str


@dataclass(frozen=True)
class AgreedList:
    """What the collaborative agreed that every centre should have, such as one strength for each of 20 drugs.

    A centre ticks once what it uses, and since when. measure: of which its ticks are the number, where it sends none.
    example: the names are not the collaborative's own yet, and every page says so.
    """

    title: str
    measure: str
    items: tuple[str, ...]
    says: str
    example: bool = False


@dataclass(frozen=True)
class SupportPlace:
    """Where a person may turn for support: who they are, whom they are for, and how to reach them."""

    name: str
    what: str
    reach: str = ""  # a number to call or text, in words
    address: str = ""  # of a public page


@dataclass(frozen=True)
class Theme:
    """One theme, with all that its page, its template and its charts need."""

    id: str
    title: str
    short: str
    why: str
    order: int
    definition: Definition
    areas: tuple[Area, ...]
    items: tuple[Item, ...]
    measures: tuple[Measure, ...]
    interventions: tuple[Intervention, ...] = ()
    rules: tuple[CheckRule, ...] = ()
    panels: tuple[Panel, ...] = ()
    agreed: AgreedList | None = None
    event_list: EventList | None = None  # None: no list of single events is read
    often_rolling: str = ""  # an item that is often sent as twelve months added up: asked about when it looks so
    places: tuple[SupportPlace, ...] = ()  # where to turn: a theme that has some begins with them
    aliases: tuple[str, ...] = ()
    hide_small: bool = False  # 1 to 7 is shown to the centre's lead only
    areas_add_up: bool = False  # disjoint areas: the hospital is their sum when all are given
    lead_with: Literal["chart", "learning"] = "chart"
    asks: str = "What each month asks for"
    icon: str = "insights"  # a Material symbol, and with it a hue: the same in menu, title, cards and slides
    hue: str = "#475569"
    speaks_of: tuple[str, ...] = ()  # words of the theme that add nothing to an item's name: "PIVIE stage 1"

    def measure(self, id: str | None) -> Measure:
        """The measure with this id, else the theme's first: an id from a URL is anybody's text."""
        return next((m for m in self.measures if m.id == id), self.measures[0])

    def item(self, name: str) -> Item:
        return next(item for item in self.items if item.name == name)

    @property
    def area_names(self) -> tuple[str, ...]:
        return tuple(area.name for area in self.areas)

    @property
    def parts(self) -> tuple[str, ...]:
        """The areas that add up to the hospital; none where areas overlap."""
        if not self.areas_add_up:
            return ()
        return tuple(area.name for area in self.areas if area.name != WHOLE and not area.optional)

    @property
    def columns(self) -> tuple[str, ...]:
        """The wide format: one row a month and area."""
        return ("month", "area", *(item.name for item in self.items), "note")

    @property
    def headings(self) -> tuple[str, ...]:
        """The same columns in words, as a person reads them over a table to fill in."""
        return ("Month", "Area", *(item.heading or item.title for item in self.items), "Note")


@dataclass(frozen=True)
class Catalogue:
    themes: tuple[Theme, ...]

    def theme(self, id: str) -> Theme:
        """The theme with this id or alias.

        Raises NotFound when there is none.
        """
        for theme in self.themes:
            if id == theme.id or id in theme.aliases:
                return theme
        raise NotFound(f"There is no theme called “{id[:40]}”. The themes are {', '.join(t.id for t in self.themes)}.")


def load(folder: Path = FOLDER) -> Catalogue:
    """Every theme in the folder, in the order the collaborative set.

    Raises Sorry, with every mistake in every file, when a file cannot be a theme.
    """
    themes, mistakes = [], []
    for path in sorted(folder.glob("*.toml")):
        try:
            themes.append(read_theme(tomllib.loads(path.read_text("utf-8"))))
        except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
            mistakes.append(f"{path.name}: {error}")
    if mistakes:
        raise Sorry("The catalogue has mistakes. " + "; ".join(mistakes))
    return Catalogue(tuple(sorted(themes, key=lambda theme: (theme.order, theme.id))))


def read_theme(raw: dict[str, Any]) -> Theme:
    """One theme from its parsed TOML. Raises ValueError naming the key that is wrong."""
    items = tuple(_make(Item, item) for item in raw.pop("items"))
    areas = tuple(_make(Area, {"title": area["name"], **area}) for area in raw.pop("areas"))
    theme = _make(
        Theme,
        {
            **raw,
            "definition": _make(Definition, raw.pop("definition")),
            "areas": areas,
            "items": items,
            "measures": tuple(_measure(measure, areas) for measure in raw.pop("measures")),
            "interventions": tuple(_make(Intervention, one) for one in raw.pop("interventions", [])),
            "agreed": _make(AgreedList, raw.pop("agreed")) if "agreed" in raw else None,
            "event_list": _event_list(raw.pop("event_list")) if "event_list" in raw else None,
            "panels": tuple(_make(Panel, one) for one in raw.pop("panels", [])),
            "rules": tuple(_rule(rule) for rule in raw.pop("rules", [])),
            "places": tuple(_make(SupportPlace, place) for place in raw.pop("places", [])),
        },
    )
    _check(theme)
    return theme


def _measure(raw: dict[str, Any], areas: tuple[Area, ...]) -> Measure:
    numerator = raw.pop("numerator")
    denominator = raw.pop("denominator", [])
    return _make(
        Measure,
        {
            "areas": tuple(area.name for area in areas),
            **raw,
            "numerator": tuple(map(read_sum, [numerator] if isinstance(numerator, str) else numerator)),
            "denominators": tuple(map(read_sum, [denominator] if isinstance(denominator, str) else denominator)),
        },
    )


def _event_list(raw: dict[str, Any]) -> EventList:
    return _make(EventList, {**raw, "scales": tuple(_make(Scale, scale) for scale in raw.pop("scales", []))})


def _rule(raw: dict[str, Any]) -> CheckRule:
    return _make(CheckRule, {**raw, "left": read_sum(raw["left"]), "right": read_sum(raw["right"])})


def _make(kind: type[Any], raw: dict[str, Any]) -> Any:
    """A frozen dataclass from a table, lists as tuples; unknown keys are mistakes, not silence."""
    unknown = set(raw) - {f.name for f in fields(kind)}
    if unknown:
        raise ValueError(f"{kind.__name__.lower()} does not know {', '.join(sorted(unknown))}")
    return kind(**{key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()})


def _check(theme: Theme) -> None:
    known = {item.name for item in theme.items}
    sums = [(m.id, s) for m in theme.measures for s in (*m.numerator, *m.denominators)]
    sums += [(rule.says, s) for rule in theme.rules for s in (rule.left, rule.right)]
    for owner, total in sums:
        for missing in set(total.items) - known:
            raise ValueError(f"{owner} counts “{missing}”, which is no item of the theme")
    listed = theme.event_list.items if theme.event_list else ()
    for missing in {*listed, theme.often_rolling} - known - {""}:
        raise ValueError(f"“{missing}” is no item of the theme")
    for measure in theme.measures:
        if measure.better not in get_args(Better) or measure.kind not in get_args(MeasureKind):
            raise ValueError(f"{measure.id}: better is one of {get_args(Better)}, kind one of {get_args(MeasureKind)}")
        if not measure.asks:
            raise ValueError(f"{measure.id}: asks says which numbers it needs each month")
        for area in set(measure.areas) - set(theme.area_names):
            raise ValueError(f"{measure.id}: “{area}” is no area of the theme")
    ids = {measure.id for measure in theme.measures}
    if theme.agreed and (theme.agreed.measure not in ids or len(set(theme.agreed.items)) < len(theme.agreed.items)):
        raise ValueError(f"{theme.agreed.title}: its measure is one of the theme, and no item stands in it twice")
    for panel in theme.panels:
        for missing in {panel.across, panel.up, *panel.beside} - ids:
            raise ValueError(f"{panel.title}: “{missing}” is no measure of the theme")
    for item in theme.items:
        if item.from_reports not in get_args(FromReports):
            raise ValueError(f"{item.name}: from_reports is one of {get_args(FromReports)}")
    for place in theme.places:
        if place.address and not place.address.startswith("https://"):
            raise ValueError(f"{place.name}: its address begins with https://")
    if not re.fullmatch(r"[a-z][a-z0-9-]*", theme.id):
        raise ValueError(f"“{theme.id}” cannot stand in an address: use small letters and hyphens")
