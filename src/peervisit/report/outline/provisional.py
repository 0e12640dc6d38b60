"""The mark of what two copies still disagree on, so that nobody takes it for settled."""

from __future__ import annotations

from peervisit.model.disputed import disputed
from peervisit.model.kinds import fields_of
from peervisit.report.outline.blocks import Block, Inline, Paragraph
from peervisit.report.outline.inline import between, plain
from peervisit.report.outline.scope import Scope

_LINKED = ("conclusion", "recommendation", "practice", "context")
_LISTED = ("action", "comment", "document", "slot")


def mark(s: Scope, kind: str, code: str) -> Inline:
    """Return `` (provisional)`` for a record on which two copies disagree, to stand behind its words."""
    return plain(" " + s.t.gettext("(provisional)"), "quiet") if s.provisional(kind, code) else ()


def note(s: Scope, kind: str, code: str) -> tuple[Block, ...]:
    """Return the paragraph that stands with such a record."""
    return alert(s) if s.provisional(kind, code) else ()


def of_terms(s: Scope, field: str) -> tuple[Block, ...]:
    """Return the paragraph that stands with a text of the review itself, such as its summary."""
    return alert(s) if ("review", "review", field) in disputed(s.data, s.who) else ()


def alert(s: Scope) -> tuple[Block, ...]:
    """Return the paragraph itself."""
    words = s.t.gettext(
        "Provisional: two copies of the review say different things here, and the team has not "
        "settled it yet."
    )
    return (Paragraph(plain(words), "alert"),)


def listed(s: Scope) -> tuple[Block, ...]:
    """Return the list of it all, for the limits of the review; nothing where all is settled."""
    found = disputed(s.data, s.who)
    codes = {kind: [code for one, code in dict.fromkeys(name[:2] for name in found) if one == kind]
             for kind in (*_LINKED, *_LISTED, "evidence")}  # fmt: skip
    terms = (fields_of("review").get(field) for kind, _code, field in found if kind == "review")
    parts = [
        s.links("indicator", [code for code in s.data.benchmark.by_id if s.unsettled(code)]),
        *(s.links(kind, codes[kind]) for kind in _LINKED),
        between([s.link("evidence", code) for code in codes["evidence"]], ", "),
        *(between([plain(code) for code in codes[kind]], ", ") for kind in _LISTED),
        between([plain(s.t.gettext(spec.title)) for spec in terms if spec is not None], ", "),
    ]
    text = s.labelled(
        s.t.gettext("Provisional: two copies of the review still disagree on"), between(parts, ", ")
    )
    return (Paragraph(text, "alert"),) if text else ()
