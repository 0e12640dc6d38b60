"""From version to version: an append-only list of small steps, each with its record in one transaction."""

from __future__ import annotations

import secrets
import sqlite3
from pathlib import Path

from sqlite_utils import Database, Migrations

from peervisit.store.versions import APPLICATION_ID, VERSION

migrations = Migrations("peervisit")

_SCHEMA = Path(__file__).parent / "schema"


@migrations()
def first_tables(db: Database) -> None:
    """Make the change log, the readable tables and the search index."""
    run_script(db, "001.sql")


@migrations()
def copies_that_come_together(db: Database) -> None:
    """Make the tables of keys, signatures, change files and merges."""
    run_script(db, "002.sql")
    # From the beginning, so that copies made by hand before anything was locked have the same keys.
    db.execute("INSERT INTO secret VALUES ('seed', ?)", [secrets.token_hex(32)])


def run_script(db: Database, name: str) -> None:
    """Run the statements of a schema file one by one, inside the transaction that is open."""
    statement = ""
    for line in (_SCHEMA / name).read_text(encoding="utf-8").splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.execute(statement)
            statement = ""


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the file to the newest version."""
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    migrations.apply(Database(connection))
    connection.execute(f"PRAGMA user_version = {VERSION}")
