"""Open names, releases, searches and replacements, incidents across watches, imports, acknowledgements, paused watches.

Local files and episodes without an id were kept under their names; those become digests, so that a name can be
erased without its entry.
"""

from hashlib import sha256

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """New tables and columns; the table of incidents is made anew, for its watch may be missing now."""
    op.add_column("watch", sa.Column("paused_at", UTCDateTime(), nullable=True))
    op.add_column("watch", sa.Column("named_at", UTCDateTime(), nullable=True))
    op.add_column("track", sa.Column("name_key", AutoString(), nullable=True))
    op.add_column("name", sa.Column("learnt_at", UTCDateTime(), nullable=True))
    numbered = {"sqlite_autoincrement": True}  # made anew, it would lose that, and give numbers a second time
    with op.batch_alter_table("incident", table_kwargs=numbered) as incident:
        incident.alter_column("watch_id", existing_type=sa.Integer(), nullable=True)
        incident.add_column(sa.Column("shared", AutoString(), nullable=True))
        incident.add_column(sa.Column("shared_key", AutoString(), nullable=True))
        incident.add_column(sa.Column("chance", sa.Float(), nullable=True))
        incident.create_check_constraint("shared", "shared IN ('rights', 'label', 'album', 'artist')")
    _beyond()
    _replacements()
    _owning()
    _hide_names_in_ids()


def _beyond() -> None:
    op.create_table(
        "lookup",
        sa.Column("track_id", AutoString(), nullable=False),
        sa.Column("outcome", AutoString(), nullable=False),
        sa.Column("found_by", AutoString(), nullable=True),
        sa.Column("mbid", AutoString(), nullable=True),
        sa.Column("isrc", AutoString(), nullable=True),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("next_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("outcome IN ('found', 'none', 'several')", name=op.f("ck_lookup_outcome")),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_lookup_track_id_track")),
        sa.PrimaryKeyConstraint("track_id", name=op.f("pk_lookup")),
    )
    op.create_index("ix_lookup_next_at", "lookup", ["next_at"], unique=False)
    op.create_table(
        "release",
        sa.Column("album_id", AutoString(), nullable=False),
        sa.Column("rights", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("label", AutoString(), nullable=True),
        sa.Column("rights_key", AutoString(), nullable=True),
        sa.Column("label_key", AutoString(), nullable=True),
        sa.Column("read_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("album_id", name=op.f("pk_release")),
    )
    op.create_index("ix_release_rights_key", "release", ["rights_key"], unique=False)
    op.create_index("ix_release_label_key", "release", ["label_key"], unique=False)


def _replacements() -> None:
    op.create_table(
        "search",
        sa.Column("track_id", AutoString(), nullable=False),
        sa.Column("market", AutoString(), nullable=False),
        sa.Column("sought_at", UTCDateTime(), nullable=True),
        sa.Column("next_at", UTCDateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("outcome", AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_search_track_id_track")),
        sa.PrimaryKeyConstraint("track_id", "market", name=op.f("pk_search")),
    )
    op.create_index("ix_search_next_at", "search", ["next_at"], unique=False)
    op.create_table(
        "replacement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("track_id", AutoString(), nullable=False),
        sa.Column("market", AutoString(), nullable=False),
        sa.Column("other_id", AutoString(), nullable=False),
        sa.Column("found_by", AutoString(), nullable=False),
        sa.Column("confidence", AutoString(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("found_at", UTCDateTime(), nullable=False),
        sa.Column("looked_at", UTCDateTime(), nullable=False),
        sa.Column("next_look_at", UTCDateTime(), nullable=True),
        sa.Column("lost_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "confidence IN ('certain', 'likely', 'possible')", name=op.f("ck_replacement_confidence")
        ),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_replacement_track_id_track")),
        sa.ForeignKeyConstraint(["other_id"], ["track.id"], name=op.f("fk_replacement_other_id_track")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replacement")),
        sa.UniqueConstraint(
            "track_id", "market", "other_id", name=op.f("uq_replacement_track_id_market_other_id")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_replacement_other_id", "replacement", ["other_id"], unique=False)


def _owning() -> None:
    op.create_table(
        "import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("digest", AutoString(), nullable=False),
        sa.Column("imported_at", UTCDateTime(), nullable=False),
        sa.Column("watch_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["watch_id"], ["watch.id"], name=op.f("fk_import_watch_id_watch")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "past",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("track_id", AutoString(), nullable=False),
        sa.Column("added_on", UTCDateTime(), nullable=True),
        sa.Column("by_then", sa.Boolean(), nullable=False),
        sa.Column("removed_on", UTCDateTime(), nullable=True),
        sa.Column("isrc", AutoString(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["import_id"], ["import.id"], name=op.f("fk_past_import_id_import")),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_past_track_id_track")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_past_track_id", "past", ["track_id"], unique=False)
    op.create_index("ix_past_import_id", "past", ["import_id"], unique=False)
    op.create_table(
        "acknowledgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("profile", AutoString(), nullable=False),
        sa.Column("terms", AutoString(), nullable=False),
        sa.Column("text", AutoString(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("profile IN ('personal', 'research')", name=op.f("ck_acknowledgement_profile")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgement")),
        sqlite_autoincrement=True,
    )


_HOLDING = ("entry", "spell", "event", "doubt", "gap", "name", "note")


def _hide_names_in_ids() -> None:
    """Give stand-ins their new form: copy the track under the new id, point all that held it there, drop the old."""
    conn = op.get_bind()
    ids = conn.execute(
        sa.text("SELECT id FROM track WHERE id LIKE 'local:%' OR id LIKE 'episode:%'")
    ).scalars()
    for old in list(ids):
        prefix, _, told = old.partition(":")
        if prefix == "episode" and len(told) == 22 and told.isalnum():
            continue
        new = f"{prefix}:{sha256(told.encode()).hexdigest()[:16]}"
        values = {"old": old, "new": new}
        columns = "isrc, duration_ms, album_id, disc, number, kind"
        copied = f"INSERT INTO track (id, {columns}) SELECT :new, {columns} FROM track WHERE id = :old"
        conn.execute(sa.text(copied), values)
        for table in _HOLDING:
            conn.execute(sa.text(f'UPDATE "{table}" SET track_id = :new WHERE track_id = :old'), values)
        conn.execute(sa.text("DELETE FROM track WHERE id = :old"), values)
