"""Reading a page back as a browser would: its tags, attributes and texts."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "hr", "img"}


@dataclass
class Page:
    """A parsed page: `tags` with their attributes in order, all text outside styles, and unclosed or stray tags."""

    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    text: str = ""
    wrong: list[str] = field(default_factory=list)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every `tag`."""
        return [attributes for name, attributes in self.tags if name == tag]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.page.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.page.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.page.text += f"{data} "


def read_page(html: str) -> Page:
    """Parse a page, strictly enough to see a tag that data smuggled in."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.page.wrong += reader.open
    reader.page.text = " ".join(reader.page.text.split())
    return reader.page
