"""Which records name which others."""

from __future__ import annotations

from collections.abc import Iterable

from peervisit.model.kinds import KINDS, fields_of
from peervisit.store.review_file import ReviewFile

Name = tuple[str, str]
"""Kind and code of a record."""

_WRITTEN_HERE = """
SELECT 1 FROM head AS h WHERE h.kind = ? AND h.record = ? AND h.field = ? AND NOT EXISTS (
  SELECT 1 FROM merge_run AS m WHERE m.session = h.session AND h.seq BETWEEN m.first AND m.last
)
"""


def named_here(review: ReviewFile, named: Iterable[Name]) -> list[Name]:
    """Return the records in which somebody wrote on this copy one of the codes given."""
    found: dict[Name, None] = {}
    places = _places()
    for kind, code in named:
        for where, field, is_set in places.get(kind, ()):
            if where not in review.catalogue:
                continue
            if is_set:
                sql = f"SELECT [{where}] FROM [{where}_{field}] WHERE item = ?"
            else:
                sql = f"SELECT code FROM [{where}] WHERE [{field}] = ?"
            for (holder,) in review.connection.execute(sql, (code,)).fetchall():
                name = f"{field}.{code}" if is_set else field
                if review.connection.execute(_WRITTEN_HERE, (where, holder, name)).fetchone():
                    found[where, holder] = None
    return sorted(found)


def _places() -> dict[str, list[tuple[str, str, bool]]]:
    """Return, by kind of record, the fields of all kinds that name one: kind, field, whether it is a set."""
    places: dict[str, list[tuple[str, str, bool]]] = {}
    for kind in KINDS:
        for field, spec in fields_of(kind).items():
            target = spec.items.item if spec.items else spec.ref
            if target is not None:
                places.setdefault(target, []).append((kind, field, spec.items is not None))
    return places
