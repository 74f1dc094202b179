"""Every theme of the catalogue keeps the promises that its page, its template and its charts rest on."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from mist_dash.core import catalogue
from mist_dash.core.catalogue import FOLDER, WHOLE, load
from mist_dash.core.errors import NotFound, Sorry
from mist_dash.core.sums import read_sum

CATALOGUE = load()
MEASURES = [(theme, measure) for theme in CATALOGUE.themes for measure in theme.measures]


def test_the_six_themes_that_the_members_agreed_are_there() -> None:
    assert {t.id for t in CATALOGUE.themes} == {
        "medication",
        "clabsi",
        "peripheral",
        "excellence",
        "second-victim",
        "hsmr",
    }


@pytest.mark.parametrize("theme", CATALOGUE.themes, ids=lambda theme: theme.id)
def test_every_theme_says_why_and_by_whose_definition(theme) -> None:
    assert theme.why and theme.asks and theme.definition.text and theme.definition.source and theme.definition.version


@pytest.mark.parametrize(("theme", "measure"), MEASURES, ids=lambda one: one.id)
def test_every_measure_can_be_said_and_drawn(theme, measure) -> None:
    assert measure.title and measure.definition and measure.unit
    assert measure.kind in ("count", "value", "profile", "between") or measure.denominators
    if measure.kind == "profile":
        assert len(measure.bands) == len(measure.numerator)


@pytest.mark.parametrize(("theme", "measure"), MEASURES, ids=lambda one: one.id)
def test_every_measure_says_in_its_own_words_what_it_asks_for(theme, measure) -> None:
    """After "What it asks for, each month:", so without a full stop, and with no item's code in it."""
    assert 6 <= len(measure.asks.split()) <= 25 and measure.asks[0].islower() and not measure.asks.endswith(".")
    assert re.match(r"(?:the (?:month’s own|number of)|how (?:many|often)) ", measure.asks)
    assert not re.search(r"[A-I]: |_|denominator|numerator", measure.asks)
    if measure.kind in ("rate", "between") and measure.denominators:
        assert re.sub("^(?:line|bed) ", "", measure.exposure) in measure.asks, "and the days it is counted in"


@pytest.mark.parametrize(("theme", "measure"), MEASURES, ids=lambda one: one.id)
def test_no_measure_is_said_in_too_many_words_for_a_headline(theme, measure) -> None:
    """A headline of twelve words has five or six for the thing itself; a rate says what its days are days of."""
    assert len(measure.events.split()) <= (7 if measure.kind == "proportion" else 4)
    assert len(measure.exposure.split()) <= 4
    assert not re.search(r"per 1,000 days|between$", measure.unit)


def test_reporting_much_is_neither_good_nor_bad_and_mortality_has_no_good_direction() -> None:
    better = {measure.id: measure.better for _, measure in MEASURES}
    assert (
        better["med-reported"] == better["med-reporting-rate"] == better["hsmr"] == better["lfe-reports"] == "neither"
    )


def test_overlapping_areas_are_never_added() -> None:
    medication = CATALOGUE.theme("medication")
    assert medication.parts == () and medication.areas[1].within == WHOLE
    assert CATALOGUE.theme("clabsi").parts == ("ICU", "Haem-Onc", "Elsewhere")


def test_a_sum_is_missing_when_an_item_it_needs_is_missing() -> None:
    total = read_sum("stage_1 + stage_2 - mended + unstaged?")
    assert total.of({"stage_1": 3, "stage_2": 2, "mended": 1}) == 4
    assert total.of({"stage_1": 3, "mended": 1}) is None


@pytest.mark.parametrize("text", ["", "a +", "a * b", "a; drop", "+"])
def test_a_sum_is_items_added_and_subtracted_and_nothing_else(text: str) -> None:
    with pytest.raises(ValueError):
        read_sum(text)


def test_every_mistake_in_every_file_is_told_at_once(tmp_path: Path) -> None:
    good = (FOLDER / "clabsi.toml").read_text("utf-8")
    (tmp_path / "one.toml").write_text(good.replace('numerator = "clabsi"', 'numerator = "clabsies"'), "utf-8")
    (tmp_path / "two.toml").write_text("this is not TOML", "utf-8")
    (tmp_path / "four.toml").write_text(re.sub('asks = "how many line .*', "", good), "utf-8")
    (tmp_path / "three.toml").write_text(good.replace('better = "lower"', 'better = "smaller"', 1), "utf-8")
    with pytest.raises(Sorry) as told:
        load(tmp_path)
    assert all(
        name in str(told.value) for name in ("one.toml", "clabsies", "two.toml", "three.toml", "insertion-bundle: asks")
    )


def test_an_unknown_theme_names_the_known_ones() -> None:
    with pytest.raises(NotFound, match="clabsi"):
        CATALOGUE.theme("<script>")


def test_nothing_stands_in_a_theme_that_nobody_reads() -> None:
    """A key of the catalogue that no code asks for is a promise that no page keeps."""
    root = Path(catalogue.__file__).parents[2]
    sources = [path for folder in ("mist_dash", "pages") for path in (root / folder).rglob("*.py")]
    read = set(re.findall(r"\.(\w+)", "\n".join(path.read_text("utf-8") for path in sources)))
    kinds = [kind for kind in vars(catalogue).values() if is_dataclass(kind) and kind.__module__ == catalogue.__name__]
    unread = {f"{kind.__name__}.{field.name}" for kind in kinds for field in fields(kind)} - {
        f"{kind.__name__}.{name}" for kind in kinds for name in read
    }
    assert not unread
