"""What two copies still disagree on, as far as an edition of the report tells it."""

from __future__ import annotations

from peervisit.model.attribution import Attributor
from peervisit.model.data import ReviewData
from peervisit.model.kinds import fields_of

Name = tuple[str, str, str]
"""Kind, code and field."""

LEVELLED = ("self_assessment", "desk_review", "judgement")
"""The kinds of record, besides the consensus, that give an indicator a level; its id begins their codes."""

_KINDS = (
    *("review", "consensus", *LEVELLED, "conclusion", "recommendation", "practice", "context"),
    *("action", "evidence", "document", "slot", "comment"),
)
"""The kinds that a report tells record by record, in the order in which it does."""

_LEVEL = frozenset({"level", "no_data", "_deleted"})
_OF_THE_TEAM = {"slot": frozenset({"title", "pair"})}
_UNTOLD = {"slot": frozenset({"number", "room", "interpreter", "language", "lead", "note_taker"})}


def disputed(data: ReviewData, who: Attributor) -> tuple[Name, ...]:
    """Return what is in conflict and told by an edition, in the order of the report."""
    found = [name for name in data.conflicts if name[0] in _KINDS and _told(data, who, *name)]
    return tuple(sorted(found, key=lambda name: (_KINDS.index(name[0]), name[1:])))


def _told(data: ReviewData, who: Attributor, kind: str, code: str, field: str) -> bool:
    team = who.edition == "team"
    base = field.partition(".")[0]
    if kind in LEVELLED:
        # A single person's level is counted in both editions; what it rests on only the team reads.
        return base in _LEVEL or (team and kind != "self_assessment")
    if base == "position" or base in _UNTOLD.get(kind, ()):
        return False
    if not team and base in _OF_THE_TEAM.get(kind, ()):
        return False
    known = fields_of(kind).get(base)
    if known is not None and known.team_only and not team:
        return False
    if kind == "evidence":
        return code in data.evidence and who.evidence(data.evidence[code]).shown
    if kind == "document":
        return code in data.document and who.cites(code)
    return True
