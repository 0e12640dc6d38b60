"""A report that came back from the host: comments and tracked changes become the list for the factual check.

Each is then accepted, with the correction, or declined with a reason (R15); annex E of the report lists them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from peervisit import i18n
from peervisit.errors import FormError
from peervisit.i18n import N_, _
from peervisit.model.review import REVIEW
from peervisit.model.text import clean, clean_line
from peervisit.service import records
from peervisit.service.benchmarks import benchmark_of
from peervisit.store.review_file import ReviewFile

if TYPE_CHECKING:
    from pathlib import Path

    from peervisit.forms.package import Package
    from peervisit.forms.reading import Read
    from peervisit.forms.returned import Remark

_ENOUGH = 3
"""How many bookmarks or codes of a review tell that a document is its report."""
_WORD = re.compile(r"[\w.-]*\w")
ABOUT = ("recommendation", "conclusion", "practice", "context", "evidence", "consensus")
"""The kinds that a remark may be about, beside indicators."""

IN_PLACE = N_("In place of “{old}”: “{new}”")
TAKEN_OUT = N_("To be left out: “{old}”")
PUT_IN = N_("To be added: “{new}”")
ON = N_("On the words “{words}”")


@dataclass(frozen=True, slots=True)
class NewComment:
    """A remark that is not in the review yet, as the record that it becomes."""

    remark: Remark
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class ReturnedReport:
    """What a report that came back would bring."""

    new: tuple[NewComment, ...]
    known: int
    """How many of its remarks are in the review already."""


def known_targets(review: ReviewFile) -> list[tuple[str, str]]:
    """Return kind and code of everything that a remark may be about."""
    indicators = [("indicator", one.id) for one in benchmark_of(review).indicators]
    return [*indicators, *((kind, code) for kind in ABOUT[:-1] for code in review.rows(kind))]


def names_city(review: ReviewFile, found: Read) -> bool:
    """Whether a document names the host city; indicators have the same codes in every review."""
    from peervisit.forms.matching import plain_words

    row = review.row("review", REVIEW)
    city = plain_words(str((row["city"] if row else None) or ""))
    return f" {city} " in f" {plain_words(f'{found.text} {found.furniture()}')} " if city else True


def has_bookmarks(review: ReviewFile, found: Read) -> bool:
    """Whether a document has the bookmarks that the report of this review has."""
    from peervisit.forms.returned import bookmark_of

    names = {bookmark_of(*one) for one in known_targets(review)}
    cells = (cell for table in found.tables for row in table.rows for cell in row.cells)
    marks = {mark for cell in cells for mark in cell.bookmarks} | set(found.bookmarks)
    return len(names & marks) >= min(_ENOUGH, len(names))


def names_codes(review: ReviewFile, found: Read) -> bool:
    """Whether a document names the codes of this review: some editors rename every bookmark."""
    cells = " ".join(cell.text for table in found.tables for row in table.rows for cell in row.cells)
    codes = {code for _kind, code in known_targets(review)}
    return len(codes & set(_WORD.findall(f"{found.text} {cells}"))) >= _ENOUGH


def remarks_of(review: ReviewFile, package: Package, sent: Path | None) -> list[Remark]:
    """Return the comments and tracked changes of a report, and what was typed into it since it was sent.

    Raises:
        FormError: what was sent cannot be read, or is another document.
    """
    from peervisit.forms.compared import untracked
    from peervisit.forms.package import open_package
    from peervisit.forms.returned import remarks

    known = known_targets(review)
    kinds = ("footnotes", "endnotes", "header", "footer")
    beside = [part for kind in kinds for part in package.beside(kind)]
    found = remarks(package.document, next(iter(package.comments), None), known, beside)
    if sent is None:
        return found
    typed = untracked(package.document, open_package(sent).document, known)
    if typed is None:
        raise FormError(
            _("{file}: is no copy of {sent}; give the report as it was sent").format(
                file=package.name, sent=sent.name
            )
        )
    return [*found, *typed]


def plan(review: ReviewFile, remarks: Iterable[Remark], *, by: str | None = None) -> ReturnedReport:
    """Sort the remarks of a report into those that are new and those that are known.

    Args:
        review: the review that the report is of.
        remarks: what was found in the file.
        by: the office or function that comments; where it is left out, the author that the file names.
    """
    # Neither author nor subject: a person may have given the office, or another subject, since. Counted,
    # because the same words may stand in two places.
    held: Counter[tuple[str | None, str]] = Counter()
    for row in review.rows("comment").values():
        # What named no moment was given that of its coming when it was taken in.
        held.update({(row["received_at"], row["text"]), (None, row["text"])})
    t = i18n.translator(str((review.row("review", "review") or {}).get("language") or "en"))
    new: list[NewComment] = []
    known = 0
    for remark in remarks:
        fields = _fields(t, remark, by)
        key = (fields.get("received_at"), fields["text"])
        if held[key]:
            held[key] -= 1
            known += 1
        else:
            new.append(NewComment(remark, fields))
    return ReturnedReport(tuple(new), known)


def take(review: ReviewFile, found: ReturnedReport) -> list[str]:
    """Add what is new as open comments, all or none, as one step; return their codes."""
    with review.transaction(f"add comment {len(found.new)}"):
        return [records.add(review, "comment", one.fields) for one in found.new]


def _fields(t: i18n.Translator, remark: Remark, by: str | None) -> dict[str, str]:
    fields = {"text": _text(t, remark), "status": "open"}
    if remark.about is not None:
        fields["about"] = remark.about[1]
    author = clean_line(by or remark.author)
    if author:
        fields["author"] = author
    moment = _moment(remark.at)
    if moment:
        fields["received_at"] = moment
    return fields


def _text(t: i18n.Translator, remark: Remark) -> str:
    if remark.sort == "comment":
        on = t.gettext(ON).format(words=remark.passage) if remark.passage else ""
        return clean(f"{remark.text}\n\n{on}".strip())
    pattern = IN_PLACE if remark.removed and remark.text else TAKEN_OUT if remark.removed else PUT_IN
    said = t.gettext(pattern).format(old=remark.removed, new=remark.text)
    on = t.gettext(ON).format(words=remark.passage) if remark.passage else ""
    return clean(f"{said}\n\n{on}".strip())


def _moment(at: str) -> str | None:
    """Return a moment in the stored form, or None for what no editor should write."""
    from datetime import UTC, datetime

    try:
        found = datetime.fromisoformat(at.replace("Z", "+00:00"))
    except ValueError:
        return None
    if found.tzinfo is None:
        found = found.replace(tzinfo=UTC)
    return found.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if found.year > 1900 else None
