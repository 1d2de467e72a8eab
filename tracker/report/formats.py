"""The formats a report comes in, and the one function that writes them all."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from tracker.core.errors import UsageError
from tracker.report.brief import brief_markdown, brief_text
from tracker.report.json_report import json_report
from tracker.report.markdown_report import markdown_report
from tracker.report.text_report import text_report

if TYPE_CHECKING:
    from tracker.core.summary import Summary


class Format(StrEnum):
    """What `--format` takes."""

    TEXT = "text"
    MD = "md"
    JSON = "json"
    HTML = "html"


def render(summary: Summary, fmt: str, *, brief: bool = False) -> str:
    """Write a summary as `text`, `md`, `json` or `html`; raise UsageError for another word.

    `brief`: text and Markdown on one screen. JSON is whole in any case, and HTML folds what is beyond the first rows.
    """
    if brief and fmt in {Format.TEXT, Format.MD}:
        return brief_text(summary) if fmt == Format.TEXT else brief_markdown(summary)
    match fmt:
        case Format.TEXT:
            return text_report(summary)
        case Format.MD:
            return markdown_report(summary)
        case Format.JSON:
            return json_report(summary)
        case Format.HTML:
            from tracker.report.html_report import (
                html_report,
            )  # the only format that needs the template engine

            return html_report(summary)
    raise UsageError(f"'{fmt}' is not a report format: use {', '.join(Format)}.")
