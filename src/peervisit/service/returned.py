"""A report that came back from the host: comments and tracked changes become the list for the factual check.

Each is then accepted, with the correction, or declined with a reason (R15); annex E of the report lists them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from peervisit import i18n
from peervisit.i18n import N_
from peervisit.model.text import clean, clean_line
from peervisit.service import records
from peervisit.service.benchmarks import benchmark_of
from peervisit.store.review_file import ReviewFile

if TYPE_CHECKING:
    from peervisit.forms.returned import Remark

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


def plan(review: ReviewFile, remarks: Iterable[Remark], *, by: str | None = None) -> ReturnedReport:
    """Sort the remarks of a report into those that are new and those that are known.

    Args:
        review: the review that the report is of.
        remarks: what was found in the file.
        by: the office or function that comments; where it is left out, the author that the file names.
    """
    # Neither author nor subject: a person may have given the office, or another subject, since. Counted,
    # because the same words may stand in two places.
    held = Counter((row["received_at"], row["text"]) for row in review.rows("comment").values())
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
