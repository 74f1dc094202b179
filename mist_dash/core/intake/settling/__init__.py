"""Facts become counts: what only the person knows is asked, what cannot be true is told."""
