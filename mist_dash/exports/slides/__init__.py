"""PowerPoint files with native charts: of a theme's view, of one slide, of a meeting."""
