"""A file's bytes become a Book of plain cells, within limits and in a process of its own."""
