"""The demo's resources, stories, agreements and uses: words from a file, charts from the demo's own months."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from mist_dash.actions.stories import asked_by, frozen_from
from mist_dash.core import months
from mist_dash.core.consent import Purpose, fingerprint
from mist_dash.core.events import Event
from mist_dash.core.freezing import Frozen
from mist_dash.core.plain_text import listed
from mist_dash.core.resources import ResourceDraft
from mist_dash.core.stories import StoryDraft
from mist_dash.store import chart_events, counts, files, resources, stories, thanks
from mist_dash.store.resources import Content

Ids = dict[str, int]


def tell(db: Session, words: dict[str, Any], centres: Ids, senders: Ids, now: date) -> None:
    """Resources first, then the stories that point at them, then who tries what and who said thank you."""
    shared = {one["key"]: _share(db, one, centres, senders, now) for one in words["resources"]}
    for one in words["stories"]:
        _story(db, one, centres, senders, shared, now)
    for one in words["uses"]:
        _use(db, one, centres, shared, now)
    for one in words["thanks"]:
        thanks.add(db, centres[one["to"]], senders[one["from"]], "resource", shared[one["resource"]], one["text"])


def _share(db: Session, one: dict[str, Any], centres: Ids, senders: Ids, now: date) -> int:
    centre, person = centres[one["centre"]], senders[one["centre"]]
    plain = {
        key: one[key]
        for key in ("theme", "title", "kind", "aim", "implementation", "challenges", "lead", "licence", "url")
        if key in one
    }
    offered = ResourceDraft(
        **plain,
        areas=tuple(one.get("areas", ())),
        interventions=tuple(one.get("interventions", ())),
        elements=listed("\n".join(one.get("lines", ()))),
        review=_ago(now, -one["review_in"]) if "review_in" in one else None,
    )
    versions = one.get("versions", [""])
    id = 0
    for number, changed in enumerate(versions, 1):
        when = _at(now, 400 - 150 * number)
        content = _content(one, number)
        if number == 1:
            id = resources.add(db, centre, person, offered, content, when)
        else:
            resources.add_version(db, id, person, offered, content, changed, when)
    found = resources.resource(db, id)
    if found is not None and one.get("public"):
        resources.agree(db, found, person)
    return id


def _content(one: dict[str, Any], number: int) -> Content:
    if "url" in one:
        return Content(url=one["url"])
    file = pdf(one["title"] + (f" (version {number})" if number > 1 else ""), one["lines"])
    text = "\n".join([one["title"], *one["lines"]])
    return Content(f"{one['key']}.pdf", files.keep(file), "pdf", len(file), text)


def _story(db: Session, one: dict[str, Any], centres: Ids, senders: Ids, shared: Ids, now: date) -> None:
    fields = {key: one[key] for key in ("theme", "title", "why", "did", "found", "means", "contact")}
    told = StoryDraft(
        area=one.get("area", ""),
        not_worked=one.get("not_worked", ""),
        elements=tuple(one.get("elements", ())),
        interventions=tuple(one.get("interventions", ())),
        measure=one.get("measure", ""),
        basis="rolling",
        resources=tuple(shared[key] for key in one.get("resources", ())),
        **fields,
    )
    when = _at(now, 30 * one["months_ago"])
    centre, person = centres[one["centre"]], senders[one["centre"]]
    id = stories.save(db, centre, person, told, _frozen(db, centre, told, when.date()), None, when)
    stories.set_state(db, id, "published", when=when)
    purposes: list[Purpose] = one["agreed"]
    kept = stories.story(db, id)
    for purpose in purposes:
        assert kept is not None
        stories.agree(db, id, purpose, fingerprint(kept, purpose), person)


def _frozen(db: Session, centre: int, told: StoryDraft, when: date) -> Frozen | None:
    """The centre's chart as it was when the story was told: later months are left out."""
    if not told.measure:
        return None
    before = {
        key: number for key, number in counts.numbers(db, centre, told.theme).items() if key.period < months.of(when)
    }
    events = chart_events.events(db, centre, told.theme)
    query = asked_by(told)
    frozen = frozen_from(query, before, events) if query else None
    return replace(frozen, drawn=when) if frozen else None


def _use(db: Session, one: dict[str, Any], centres: Ids, shared: Ids, now: date) -> None:
    centre, id = centres[one["centre"]], shared[one["resource"]]
    found = resources.resource(db, id)
    assert found is not None
    since = _ago(now, one["days_ago"])
    event = chart_events.add_event(
        db,
        centre,
        found.theme,
        Event(0, found.areas[0] if len(found.areas) == 1 else "", "intervention", found.title, since, None, ""),
    )
    resources.set_use(db, id, centre, one["state"], since, _ago(now, one["days_ago"] // 2), one.get("why", ""), event)
    if one["state"] == "stopped":
        chart_events.stop_event(db, event, _ago(now, one["days_ago"] // 2))


def _ago(now: date, days: int) -> date:
    return now - timedelta(days=days)


def _at(now: date, days: int) -> datetime:
    day = _ago(now, days)
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def pdf(title: str, lines: list[str]) -> bytes:
    """A one-page PDF with a title and numbered lines: small, plain, and with text that can be found."""
    drawn = [f"BT /F1 20 Tf 60 770 Td ({_plain(title)}) Tj ET"]
    drawn += [f"BT /F1 13 Tf 60 {730 - 28 * n} Td ({_plain(line)}) Tj ET" for n, line in enumerate(lines)]
    stream = "\n".join(drawn).encode("cp1252")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def _plain(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
