"""Making Word forms: for the self-assessment, a desk review, comments on the draft, the response."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peervisit.errors import PeervisitError, UnknownCodeError
from peervisit.i18n import _, languages, meant
from peervisit.model import typed
from peervisit.model.data import ReviewData
from peervisit.service import records
from peervisit.service.reviews import require_member
from peervisit.service.snapshot import snapshot
from peervisit.service.visibility import judging_members
from peervisit.store import private
from peervisit.store.review_file import ReviewFile

if TYPE_CHECKING:
    from peervisit.forms.content import Content, Values

TYPES = ("self-assessment", "desk-review", "comments", "response")
"""The forms there are."""

BEFORE_VISIT = {"self-assessment": timedelta(weeks=4), "desk-review": timedelta(weeks=2)}
"""How long before the visit these forms are due, in the method's phases 2 and 3."""

TOLD = ""
"""The key, which no row has, under which the marks of what a form says itself are kept."""

Issued = dict[str, dict[str, Any]]
"""What stood in a form: key of the row to the stored values of its fields."""


def make_form(
    review: ReviewFile,
    type: str,
    target: Path,
    *,
    member: str | None = None,
    language: str | None = None,
    due_on: str | None = None,
    paper: str = "a4",
) -> str:
    """Write a form as a Word file and remember what stands in it; return the form's number.

    A desk review is for one ``member``. What that member keeps sealed stands in it only where the member is
    the one who asks (R09). The language is the review's where none is given.

    Raises:
        PeervisitError: there is no such form, language, day or folder, or nothing to ask.
        UnknownCodeError: there is no such member.
        ReportError: the file cannot be written; an earlier one stays.
    """
    from peervisit.forms.content import Filler
    from peervisit.forms.identity import Identity, short
    from peervisit.forms.spec import FORMS, VERSION
    from peervisit.forms.write import write_form

    if type not in TYPES:
        raise PeervisitError(_("no such form; there are {forms}").format(forms=", ".join(TYPES)))
    data = snapshot(review)
    language = language or meant(data.review.language)
    due_on = typed.day(due_on)
    _check(review, data, type, target, member, language, due_on)
    sealed = _is_own(review, type, member)
    held = own_desk_reviews(review, str(member), with_sealed=sealed) if type == "desk-review" else {}
    filler = Filler(data, language)
    content = filler.fill(FORMS[type], held)
    if not content.groups:
        raise PeervisitError(_nothing(type))
    due_on = due_on or due_day(data, type)
    with review.transaction():
        issued_at = review.now().strftime("%Y-%m-%dT%H:%M:%SZ")
        stood = _stood(content)
        code = records.add(
            review,
            "form",
            {
                "type": type,
                "version": VERSION,
                "language": language,
                "member": member,
                "issued_at": issued_at,
                "due_on": due_on,
            },
        )
        identity = Identity(
            type, VERSION, short(review.meta("review_id")), code, language, issued_at[:10], member
        )
        # Inside, so that a form that could not be written leaves no record of one that was issued.
        write_form(content, filler, identity, target, due_on=due_on, paper=paper)
        _remember(review, type, code, {**stood, TOLD: {"lines": _told(target)}})
    return code


def _remember(review: ReviewFile, type: str, code: str, stood: Issued) -> None:
    if type == "desk-review":
        review.connection.execute("INSERT INTO issued_sealed VALUES (?, ?)", (code, as_json(stood)))
    else:
        review.log.record("form", code, [("issued", as_json(stood))])


def _told(path: Path) -> str:
    from peervisit.forms.package import open_package
    from peervisit.forms.reading import read
    from peervisit.forms.told import marks_of

    return " ".join(marks_of(read(open_package(path))))


def _check(
    review: ReviewFile,
    data: ReviewData,
    type: str,
    target: Path,
    member: str | None,
    language: str,
    due_on: str | None,
) -> None:
    if language not in languages():
        raise PeervisitError(
            _("no form in this language; there are {languages}").format(languages=", ".join(languages()))
        )
    if target.suffix.lower() != ".docx":
        raise PeervisitError(_("{file}: the name must end in .docx").format(file=target.name))
    if not target.parent.is_dir():
        raise PeervisitError(_("{folder}: no such folder").format(folder=target.parent))
    if due_on is not None:
        try:
            date.fromisoformat(due_on)
        except ValueError:
            raise PeervisitError(_("the day must be given as YYYY-MM-DD")) from None
    if type == "desk-review":
        if member is None:
            raise UnknownCodeError(_("a desk review is for one peer; say whose with --member"))
        require_member(review, member)
        if data.member[member].roles and member not in judging_members(review):
            raise PeervisitError(
                _("{member}: judges nothing; a desk review is for a peer, the leader or the expert").format(
                    member=member
                )
            )
    elif member is not None:
        raise PeervisitError(_("only a desk review is for one peer"))


def _is_own(review: ReviewFile, type: str, member: str | None) -> bool:
    return type == "desk-review" and member is not None and review.log.author == member


def _nothing(type: str) -> str:
    if type == "response":
        return _("there are no recommendations yet to respond to")
    return _("there is nothing to ask yet")


def due_day(data: ReviewData, type: str) -> str | None:
    """Return the day by which a form should be back, as the terms of the review have it."""
    terms = data.review
    if type in BEFORE_VISIT:
        return str(date.fromisoformat(terms.starts_on) - BEFORE_VISIT[type]) if terms.starts_on else None
    return terms.factual_check_until if type == "comments" else terms.response_due


def own_desk_reviews(review: ReviewFile, member: str, *, with_sealed: bool) -> dict[str, Values]:
    """Return a member's desk reviews by indicator: what was submitted, and what is sealed if asked for."""
    from peervisit.model.flat import unflat

    found: dict[str, Values] = {
        row["indicator"]: row for row in review.rows("desk_review", "member = ?", member).values()
    }
    if with_sealed:
        for values in private.sealed(review.connection, member, "desk_review").values():
            fields = unflat("desk_review", values)
            found.setdefault(str(fields.get("indicator")), fields)
    return found


def _stood(content: Content) -> Issued:
    names = [column.field for column in content.spec.columns] + ["no_data"]
    found: Issued = {}
    for row in content.rows:
        values = {name: row.values[name] for name in names if row.values.get(name)}
        if values:
            found[row.key] = values
    return found


def as_json(stood: Mapping[str, Mapping[str, Any]]) -> str:
    """Return what stood in a form on one line."""
    return json.dumps(stood, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def issued(review: ReviewFile, code: str) -> Issued | None:
    """Return what stood in the answers of a form, or None where this copy does not know it."""
    found = _issued(review, code)
    return None if found is None else {key: values for key, values in found.items() if key != TOLD}


def told(review: ReviewFile, code: str) -> frozenset[str] | None:
    """Return the marks of the lines that a form says itself, or None where this copy does not know them."""
    lines = ((_issued(review, code) or {}).get(TOLD) or {}).get("lines")
    return frozenset(lines.split()) if isinstance(lines, str) else None


def _issued(review: ReviewFile, code: str) -> Issued | None:
    row = review.row("form", code)
    if row is None:
        return None
    sealed = review.connection.execute("SELECT issued FROM issued_sealed WHERE form = ?", (code,)).fetchone()
    text = sealed[0] if sealed else row["issued"]
    if text is None:
        return None
    try:
        found: Issued = json.loads(text)
    except ValueError:
        return None
    return found
