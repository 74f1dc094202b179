"""A file becomes counts, questions and problems. Start at `receive` and `read`, which say the way; then by package.

files -> personal -> labels -> table -> settling, and `listed` for sheets of single things. What comes out is `reading`;
`compare` sets it beside what is stored.
"""
