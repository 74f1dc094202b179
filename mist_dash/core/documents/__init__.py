"""A file that a centre wants to share becomes its kind and its text, or a refusal."""

from mist_dash.core.documents.model import KINDS, Document, display_name
from mist_dash.core.documents.sandbox import read_in_child

__all__ = ["KINDS", "Document", "display_name", "read_in_child"]
