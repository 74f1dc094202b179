"""The open shelf: resources that centres let everybody see, without signing in, and how a centre's lead decides it."""

from __future__ import annotations

from mist_dash.actions.learn import ALL, Filters, fits
from mist_dash.core.consent import fingerprint_of_resource
from mist_dash.core.errors import NotFound, Sorry
from mist_dash.core.people import Deed, Person, check, own_centre
from mist_dash.core.resources import Resource
from mist_dash.store import audit, engine, resources, search

CHANGED = "The resource is not as you read it any more. Reload the page, read it again, and then agree."


def shelf(actor: Person, wanted: Filters = ALL) -> tuple[Resource, ...]:
    """What everybody may see, the newest first. The search knows only words that everybody may read."""
    check(actor, Deed.SEE_PUBLIC)
    with engine.reading() as db:
        found = resources.public(db, wanted.theme)
        hits = search.find(db, wanted.words)
    return tuple(
        one
        for one in found
        if fits(one, wanted) and wanted.kind in ("", one.kind) and (hits is None or ("public", one.id) in hits)
    )


def own(actor: Person) -> tuple[Resource, ...]:
    """The own centre's resources, the newest first, whether open to all or not."""
    centre = own_centre(actor, Deed.SEE_OWN_DRAFT)
    with engine.reading() as db:
        return tuple(one for one in resources.resources(db) if one.centre == centre)


def agree(actor: Person, id: int, content: str) -> None:
    """The centre's lead lets everybody see the resource whose fingerprint was shown.

    Raises Sorry when it is not, or no longer, just that. A new version, or any edit, ends the agreement by itself.
    """
    centre = own_centre(actor, Deed.AGREE)
    with engine.begin() as db:
        found = _own(resources.resource(db, id), centre)
        if fingerprint_of_resource(found) != content:
            raise Sorry(CHANGED)
        resources.agree(db, found, actor.id or 0)
        audit.record(
            db,
            actor,
            Deed.AGREE,
            f"let everybody see “{found.title}”",
            {"resource": id, "version": found.latest.id, "fingerprint": content},
        )


def take_back(actor: Person, id: int) -> None:
    """From this moment only members see the resource and its file."""
    centre = own_centre(actor, Deed.AGREE)
    with engine.begin() as db:
        found = _own(resources.resource(db, id), centre)
        resources.take_back(db, id)
        audit.record(db, actor, Deed.AGREE, f"took back that everybody may see “{found.title}”", {"resource": id})


def _own(found: Resource | None, centre: int) -> Resource:
    """Raises NotFound for another centre's resource as for one that does not exist."""
    if found is None or found.centre != centre:
        raise NotFound("There is no such resource of your centre.")
    return found
