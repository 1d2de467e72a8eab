"""Reports: a summary of the record as text, Markdown, JSON or one self-contained HTML page."""

from tracker.report.formats import Format, render

__all__ = ["Format", "render"]
