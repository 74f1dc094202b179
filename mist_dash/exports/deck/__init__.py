"""A meeting becomes one HTML page that needs nothing else: for the projector, and without notes as the pack to keep."""

from mist_dash.exports.deck.page import door, notes, pack, phone, projector, standing

__all__ = ["door", "notes", "pack", "phone", "projector", "standing"]
