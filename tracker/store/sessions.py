"""Who is let in: the password's proof and the sessions, each a row; a session is known by its digest alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, insert, or_, select, update
from sqlmodel import col

from tracker.core.sessions import AHEAD, IDLE, WHOLE, Session
from tracker.store.engine import upsert
from tracker.store.tables import SecretRow, SessionRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

PASSWORD = "password"  # noqa: S105 - the name of the row that holds its proof
"""The name of the secret that proves the password."""


def secret(conn: Connection, name: str) -> str | None:
    """The secret of that name; None if there is none."""
    return conn.execute(select(col(SecretRow.value)).where(col(SecretRow.name) == name)).scalar()


def keep_secret(conn: Connection, name: str, value: str, now: datetime) -> None:
    """Keep a secret in place of the one of that name."""
    fresh = {"value": value, "made_at": now}
    put = upsert(conn, SecretRow).values(name=name, **fresh)
    conn.execute(put.on_conflict_do_update(index_elements=["name"], set_=fresh))


def set_password(conn: Connection, proof: str | None, now: datetime) -> bool:
    """Change the password by its proof, or (None) take it away; ends all sessions. Whether there was one."""
    had = secret(conn, PASSWORD) is not None
    conn.execute(delete(SessionRow))
    if proof is None:
        conn.execute(delete(SecretRow).where(col(SecretRow.name) == PASSWORD))
    else:
        keep_secret(conn, PASSWORD, proof, now)
    return had


def visit(conn: Connection, digest: str | None) -> tuple[bool, Session | None]:
    """Whether a password is set, and the session of that digest, alive or not."""
    found = conn.execute(select(SessionRow).where(col(SessionRow.id) == digest)).first() if digest else None
    return secret(conn, PASSWORD) is not None, Session(found.made_at, found.seen_at) if found else None


def open_session(conn: Connection, digest: str, now: datetime) -> None:
    """Keep a new session, and clear away those that have ended."""
    ended = or_(
        col(SessionRow.made_at) <= now - WHOLE,
        col(SessionRow.seen_at) <= now - IDLE,
        col(SessionRow.made_at) > now + AHEAD,
    )
    conn.execute(delete(SessionRow).where(ended))
    conn.execute(insert(SessionRow).values(id=digest, made_at=now, seen_at=now))


def close_session(conn: Connection, digest: str) -> None:
    """End a session."""
    conn.execute(delete(SessionRow).where(col(SessionRow.id) == digest))


def keep_seen(conn: Connection, seen: Mapping[str, datetime]) -> None:
    """Remember when sessions were last of use; one that has ended meanwhile does not come back."""
    for digest, at in seen.items():
        conn.execute(update(SessionRow).where(col(SessionRow.id) == digest).values(seen_at=at))
