"""All tables of an export, those first that others point to; and what of the record stays at home, and why."""

from __future__ import annotations

from tracker.core.panel.beyond import IMPORTS, LOOKUPS, OFFERS, PAST, RELEASES, REPLACEMENTS, SEARCHES
from tracker.core.panel.listed import ENTRIES, LISTINGS, NAMES, NOTES, TRACKS, WATCHES
from tracker.core.panel.observed import CHECKS, DOUBTS, EVENTS, GAPS, INCIDENTS, SPELLS

TABLES = (
    WATCHES, TRACKS, NAMES, NOTES, CHECKS, ENTRIES, LISTINGS, INCIDENTS, EVENTS, SPELLS, DOUBTS, GAPS,
    LOOKUPS, RELEASES, SEARCHES, REPLACEMENTS, OFFERS, IMPORTS, PAST,
)  # fmt: skip
VERSION = 2
"""Counts up whenever a table or a column changes, so that a reader knows what it has before it."""
PACKAGE_FORM = "data package"
"""The form of an import that filled a whole record; such a row is told as a source, not as a row."""
AT_HOME = {
    "home": "who this record is",
    "secret": "secrets",
    "session": "who may see the pages",
    "channel": "addresses hold secrets",
    "letter": "messages on their way",
    "delivery": "messages on their way",
    "duty": "what is due, and who does it",
    "ledger": "the account of calls",
    "tier": "what the service allows this app",
    "packed": "lists in this owner's account",
    "notice": "what the owner has to know now",
    "acknowledgement": "what was agreed to on this machine has to be agreed to anew on another",
}
"""Tables of the record that no export holds, and why."""
