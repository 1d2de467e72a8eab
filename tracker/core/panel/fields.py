"""What a table of an export is made of: columns with a type, a meaning, a unit, and whom they come from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Type(StrEnum):
    """What a column holds. The lists and the counts are the only ones that are more than one value."""

    TEXT = "text"
    WHOLE = "whole number"
    NUMBER = "number"
    TIME = "time"
    TRUTH = "true or false"
    TEXTS = "list of texts"
    WHOLES = "list of whole numbers"
    COUNTS = "counts by name"

    @property
    def nested(self) -> bool:
        """Whether a value is a list or an object, which CSV holds as JSON text."""
        return self in {Type.TEXTS, Type.WHOLES, Type.COUNTS}


class Origin(StrEnum):
    """Whom a column's contents come from, which is what decides who may pass them on."""

    SERVICE = "service"
    TRACKER = "tracker"
    OWNER = "owner"
    MUSICBRAINZ = "musicbrainz"
    BY_ROW = "by row"


Values = tuple[tuple[str, str], ...]
"""The words that a column may hold, each with its meaning."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column. `column` is its name in the record, where that is another.

    `optional`: it may be empty, and `about` says what that means. `blank`: a text that is always there, but may have
    no letters. `to` is the table whose key it holds. `values` are the only words that it may hold.
    """

    name: str
    type: Type
    about: str
    origin: Origin = Origin.TRACKER
    optional: bool = False
    blank: bool = False
    unit: str = ""
    to: str = ""
    values: Values = ()
    column: str = ""

    @property
    def stored(self) -> str:
        """The column's name in the record."""
        return self.column or self.name


@dataclass(frozen=True, slots=True)
class Table:
    """One file of an export: the rows of one table of the record, in the order of its `key`."""

    name: str
    stored: str
    about: str
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ("id",)

    def field(self, name: str) -> Field:
        """The column of that name."""
        return next(field for field in self.fields if field.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all columns, in order."""
        return tuple(field.name for field in self.fields)


def words(kinds: type[StrEnum] | tuple[str, ...], **meanings: str) -> Values:
    """The words of an enumeration with their meanings; an underscore stands for a hyphen or a space."""
    told = {name.replace("_", " ").strip(): meaning for name, meaning in meanings.items()}
    return tuple(
        (str(kind), told.get(str(kind).replace("-", " ").replace("_", " "), "")) for kind in tuple(kinds)
    )


def number(about: str) -> Field:
    """The number that a row is known by."""
    return Field("id", Type.WHOLE, f"{about} Never used twice.")


def track(about: str = "The track.", *, name: str = "track_id", optional: bool = False) -> Field:
    """A track of the table of tracks."""
    return Field(name, Type.TEXT, about, Origin.SERVICE, optional=optional, to="tracks")


def watch(about: str = "The watch.", *, optional: bool = False) -> Field:
    """A watch of the table of watches."""
    return Field("watch_id", Type.WHOLE, about, to="watches", optional=optional)


def market(about: str = "The country asked for, as two letters (ISO 3166-1).") -> Field:
    """The market that a row speaks of."""
    return Field("market", Type.TEXT, about)


def text(name: str, about: str, origin: Origin = Origin.TRACKER, *, optional: bool = False) -> Field:
    """A text."""
    return Field(name, Type.TEXT, about, origin, optional=optional)


def word(name: str, about: str, values: Values, *, optional: bool = False) -> Field:
    """One of a few words."""
    return Field(name, Type.TEXT, about, values=values, optional=optional)


def whole(name: str, about: str, *, unit: str = "", optional: bool = False) -> Field:
    """A whole number of our own."""
    return Field(name, Type.WHOLE, about, unit=unit, optional=optional)


def time(
    name: str, about: str, origin: Origin = Origin.TRACKER, *, optional: bool = False, column: str = ""
) -> Field:
    """An instant, in UTC."""
    return Field(name, Type.TIME, about, origin, optional=optional, unit="UTC", column=column)


def truth(name: str, about: str) -> Field:
    """True or false."""
    return Field(name, Type.TRUTH, about)
