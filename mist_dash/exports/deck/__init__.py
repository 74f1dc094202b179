"""A meeting becomes one HTML page that needs nothing else: for the projector, and without notes as the pack to keep."""

from mist_dash.exports.deck.page import notes, pack, projector, standing
from mist_dash.exports.deck.phones import door, phone

__all__ = ["door", "notes", "pack", "phone", "projector", "standing"]
