"""What the owner has acknowledged, with its date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update
from sqlmodel import col

from tracker.core.terms import Acknowledgement
from tracker.store.engine import reading, writing
from tracker.store.tables import AcknowledgementRow

if TYPE_CHECKING:
    from sqlalchemy import Engine


class SqlAcknowledgements:
    """Implements `tracker.core.terms.Acknowledgements`; each method is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def standing(self, profile: str) -> Acknowledgement | None:
        """The latest that holds."""
        holds = (col(AcknowledgementRow.profile) == profile, col(AcknowledgementRow.ended_at).is_(None))
        latest = select(AcknowledgementRow).where(*holds).order_by(col(AcknowledgementRow.id).desc()).limit(1)
        with reading(self._engine) as conn:
            row = conn.execute(latest).first()
        return Acknowledgement(row.profile, row.terms, row.text, row.made_at) if row else None

    def acknowledge(self, made: Acknowledgement) -> None:
        """Keep one in the place of an earlier one."""
        values = {"profile": made.profile, "terms": made.terms, "text": made.text, "made_at": made.made_at}
        earlier = (
            col(AcknowledgementRow.profile) == made.profile,
            col(AcknowledgementRow.ended_at).is_(None),
        )
        with writing(self._engine) as conn:
            conn.execute(update(AcknowledgementRow).where(*earlier).values(ended_at=made.made_at))
            conn.execute(insert(AcknowledgementRow).values(**values))
