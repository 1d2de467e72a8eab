"""The first schema, and the record's own name in it."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make all tables, parents before their children."""
    _channel()
    _duty()
    _home()
    _ledger()
    _track()
    _watch()
    _check()
    _entry()
    _gap()
    _incident()
    _name()
    _spell()
    _event()
    _listing()
    _delivery()
    _doubt()
    _baptise()


def downgrade() -> None:
    """Drop all tables, children first."""
    for table in (
        "doubt",
        "delivery",
        "listing",
        "event",
        "spell",
        "name",
        "incident",
        "gap",
        "entry",
        "check",
        "watch",
        "track",
        "ledger",
        "home",
        "duty",
        "channel",
    ):
        op.drop_table(table)


def _baptise() -> None:
    """Give the record a random name of its own; the database has both chance and clock."""
    if op.get_bind().dialect.name == "sqlite":
        values = "lower(hex(randomblob(16))), strftime('%Y-%m-%d %H:%M:%f000', 'now')"
    else:
        values = "replace(gen_random_uuid()::text, '-', ''), now()"
    op.execute(sa.text(f"INSERT INTO home (one, id, created_at) SELECT 1, {values}"))


def _where(condition: str) -> dict[str, Any]:
    """The condition of a partial index, for both databases."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def _channel() -> None:
    op.create_table(
        "channel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel")),
        sqlite_autoincrement=True,
    )


def _duty() -> None:
    op.create_table(
        "duty",
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.Column("claimed_until", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_duty")),
    )


def _home() -> None:
    op.create_table(
        "home",
        sa.Column("one", sa.Integer(), nullable=False),
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("one = 1", name=op.f("ck_home_single")),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_home")),
    )


def _ledger() -> None:
    op.create_table(
        "ledger",
        sa.Column("one", sa.Integer(), nullable=False),
        sa.Column("buckets", sa.JSON(), nullable=False),
        sa.Column("last_slot", UTCDateTime(), nullable=True),
        sa.Column("parked_until", UTCDateTime(), nullable=True),
        sa.Column("parked_why", AutoString(), nullable=True),
        sa.CheckConstraint("one = 1", name=op.f("ck_ledger_single")),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_ledger")),
    )


def _track() -> None:
    op.create_table(
        "track",
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("isrc", AutoString(), nullable=True),
        sa.Column("duration_ms", sa.Integer(), nullable=True),
        sa.Column("album_id", AutoString(), nullable=True),
        sa.Column("disc", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("kind", AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_track")),
    )


def _watch() -> None:
    op.create_table(
        "watch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", AutoString(), nullable=False),
        sa.Column("ref", AutoString(), nullable=False),
        sa.Column("label", AutoString(), nullable=False),
        sa.Column("markets", sa.JSON(), nullable=False),
        sa.Column("every_s", sa.Integer(), nullable=False),
        sa.Column("added_at", UTCDateTime(), nullable=False),
        sa.Column("renew_by", UTCDateTime(), nullable=False),
        sa.Column("removed_at", UTCDateTime(), nullable=True),
        sa.Column("lapsed_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch")),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_watch_live", "watch", ["source", "ref"], unique=True, **_where("removed_at IS NULL"))


def _check() -> None:
    op.create_table(
        "check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("watch_id", sa.Integer(), nullable=False),
        sa.Column("market", AutoString(), nullable=False),
        sa.Column("way", AutoString(), nullable=False),
        sa.Column("slot", UTCDateTime(), nullable=True),
        sa.Column("started_at", UTCDateTime(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("why", AutoString(), nullable=True),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("observed", sa.JSON(), nullable=False),
        sa.Column("snapshot", AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["watch_id"], ["watch.id"], name=op.f("fk_check_watch_id_watch")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check")),
        sa.UniqueConstraint("watch_id", "market", "slot", name=op.f("uq_check_watch_id_market_slot")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_check_latest", "check", ["watch_id", "market", "complete", "whole", "id"], unique=False
    )
    op.create_index("ix_check_started_at", "check", ["started_at"], unique=False)


def _entry() -> None:
    op.create_table(
        "entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("watch_id", sa.Integer(), nullable=False),
        sa.Column("track_id", AutoString(), nullable=False),
        sa.Column("added_at", UTCDateTime(), nullable=True),
        sa.Column("key", AutoString(), nullable=True),
        sa.Column("first_check", sa.Integer(), nullable=False),
        sa.Column("last_check", sa.Integer(), nullable=True),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_entry_track_id_track")),
        sa.ForeignKeyConstraint(["watch_id"], ["watch.id"], name=op.f("fk_entry_watch_id_watch")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_entry_track_id", "entry", ["track_id", "ended_at"], unique=False)
    op.create_index("ix_entry_watch_id", "entry", ["watch_id", "ended_at"], unique=False)


def _gap() -> None:
    op.create_table(
        "gap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("watch_id", sa.Integer(), nullable=False),
        sa.Column("track_id", AutoString(), nullable=True),
        sa.Column("market", AutoString(), nullable=False),
        sa.Column("since", UTCDateTime(), nullable=True),
        sa.Column("until", UTCDateTime(), nullable=True),
        sa.Column("why", AutoString(), nullable=False),
        sa.Column("last_check", sa.Integer(), nullable=True),
        sa.Column("end_check", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_gap_track_id_track")),
        sa.ForeignKeyConstraint(["watch_id"], ["watch.id"], name=op.f("fk_gap_watch_id_watch")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_gap_market_until", "gap", ["market", "until"], unique=False)
    op.create_index("ix_gap_track_id", "gap", ["track_id"], unique=False)
    op.create_index(
        "uq_gap_track_open",
        "gap",
        ["market", "track_id"],
        unique=True,
        **_where("until IS NULL AND track_id IS NOT NULL"),
    )
    op.create_index(
        "uq_gap_watch_open",
        "gap",
        ["watch_id", "market"],
        unique=True,
        **_where("until IS NULL AND track_id IS NULL"),
    )


def _incident() -> None:
    op.create_table(
        "incident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("watch_id", sa.Integer(), nullable=False),
        sa.Column("market", AutoString(), nullable=False),
        sa.Column("kind", AutoString(), nullable=True),
        sa.Column("opened_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["watch_id"], ["watch.id"], name=op.f("fk_incident_watch_id_watch")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
        sqlite_autoincrement=True,
    )


def _name() -> None:
    op.create_table(
        "name",
        sa.Column("track_id", AutoString(), nullable=False),
        sa.Column("origin", AutoString(), nullable=False),
        sa.Column("title", AutoString(), nullable=False),
        sa.Column("artists", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("album", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_name_track_id_track")),
        sa.PrimaryKeyConstraint("track_id", "origin", name=op.f("pk_name")),
    )


def _spell() -> None:
    op.create_table(
        "spell",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("track_id", AutoString(), nullable=False),
        sa.Column("market", AutoString(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("via", AutoString(), nullable=True),
        sa.Column("reason", AutoString(), nullable=True),
        sa.Column("before_check", sa.Integer(), nullable=True),
        sa.Column("before_at", UTCDateTime(), nullable=True),
        sa.Column("first_check", sa.Integer(), nullable=False),
        sa.Column("first_at", UTCDateTime(), nullable=False),
        sa.Column("last_check", sa.Integer(), nullable=True),
        sa.Column("last_at", UTCDateTime(), nullable=True),
        sa.Column("missed_check", sa.Integer(), nullable=True),
        sa.Column("missed_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("state IN ('playable', 'unplayable', 'gone')", name=op.f("ck_spell_state")),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_spell_track_id_track")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spell")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_spell_track_id", "spell", ["track_id"], unique=False)
    op.create_index(
        "uq_spell_open", "spell", ["market", "track_id"], unique=True, **_where("missed_at IS NULL")
    )


def _event() -> None:
    op.create_table(
        "event",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("status", AutoString(), nullable=False),
        sa.Column("market", AutoString(), nullable=False),
        sa.Column("watch_id", sa.Integer(), nullable=False),
        sa.Column("track_id", AutoString(), nullable=True),
        sa.Column("state", AutoString(), nullable=True),
        sa.Column("reason", AutoString(), nullable=True),
        sa.Column("via", AutoString(), nullable=True),
        sa.Column("last_seen_at", UTCDateTime(), nullable=True),
        sa.Column("first_missed_at", UTCDateTime(), nullable=False),
        sa.Column("confirmed_at", UTCDateTime(), nullable=True),
        sa.Column("retracts", sa.Integer(), nullable=True),
        sa.Column("incident", sa.Integer(), nullable=True),
        sa.Column("checks", sa.JSON(), nullable=False),
        sa.CheckConstraint("status IN ('suspected', 'confirmed', 'withdrawn')", name=op.f("ck_event_status")),
        sa.ForeignKeyConstraint(["incident"], ["incident.id"], name=op.f("fk_event_incident_incident")),
        sa.ForeignKeyConstraint(["retracts"], ["event.seq"], name=op.f("fk_event_retracts_event")),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_event_track_id_track")),
        sa.ForeignKeyConstraint(["watch_id"], ["watch.id"], name=op.f("fk_event_watch_id_watch")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_event")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_event_first_missed_at", "event", ["first_missed_at"], unique=False)
    op.create_index("ix_event_retracts", "event", ["retracts"], unique=False)
    op.create_index("ix_event_track_id", "event", ["track_id"], unique=False)
    op.create_index("ix_event_watch_id", "event", ["watch_id", "kind", "status"], unique=False)


def _listing() -> None:
    op.create_table(
        "listing",
        sa.Column("watch_id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("snapshot", AutoString(), nullable=True),
        sa.Column("order", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["check_id"], ["check.id"], name=op.f("fk_listing_check_id_check")),
        sa.ForeignKeyConstraint(["watch_id"], ["watch.id"], name=op.f("fk_listing_watch_id_watch")),
        sa.PrimaryKeyConstraint("watch_id", name=op.f("pk_listing")),
    )


def _delivery() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_seq", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", UTCDateTime(), nullable=True),
        sa.Column("sent_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_delivery_channel_id_channel")),
        sa.ForeignKeyConstraint(["event_seq"], ["event.seq"], name=op.f("fk_delivery_event_seq_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("event_seq", "channel_id", name=op.f("uq_delivery_event_seq_channel_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_delivery_state", "delivery", ["state", "next_at"], unique=False)


def _doubt() -> None:
    op.create_table(
        "doubt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("watch_id", sa.Integer(), nullable=False),
        sa.Column("track_id", AutoString(), nullable=True),
        sa.Column("market", AutoString(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("via", AutoString(), nullable=True),
        sa.Column("kind", AutoString(), nullable=True),
        sa.Column("reason", AutoString(), nullable=True),
        sa.Column("last_check", sa.Integer(), nullable=True),
        sa.Column("last_at", UTCDateTime(), nullable=True),
        sa.Column("missed_check", sa.Integer(), nullable=False),
        sa.Column("missed_at", UTCDateTime(), nullable=False),
        sa.Column("looks", sa.JSON(), nullable=False),
        sa.Column("way", AutoString(), nullable=False),
        sa.Column("independent", sa.Boolean(), nullable=False),
        sa.Column("contested", sa.Boolean(), nullable=False),
        sa.Column("next_look_at", UTCDateTime(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=True),
        sa.Column("event_seq", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["event_seq"], ["event.seq"], name=op.f("fk_doubt_event_seq_event")),
        sa.ForeignKeyConstraint(["held"], ["incident.id"], name=op.f("fk_doubt_held_incident")),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_doubt_track_id_track")),
        sa.ForeignKeyConstraint(["watch_id"], ["watch.id"], name=op.f("fk_doubt_watch_id_watch")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doubt")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_doubt_next_look_at", "doubt", ["next_look_at"], unique=False)
    op.create_index(
        "uq_doubt_source", "doubt", ["watch_id", "market"], unique=True, **_where("track_id IS NULL")
    )
    op.create_index(
        "uq_doubt_track", "doubt", ["market", "track_id"], unique=True, **_where("track_id IS NOT NULL")
    )
