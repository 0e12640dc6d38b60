"""The whole report as plain data."""

from __future__ import annotations

from peervisit.model.attribution import Edition
from peervisit.model.data import ReviewData
from peervisit.report.outline.annexes import annexes
from peervisit.report.outline.blocks import Furniture, Outline
from peervisit.report.outline.chapters import chapters
from peervisit.report.outline.context import context
from peervisit.report.outline.cover import cover, edition, kind, status, title
from peervisit.report.outline.mandate import the_review
from peervisit.report.outline.next_steps import next_steps, plan
from peervisit.report.outline.overview import looks
from peervisit.report.outline.practices import practices
from peervisit.report.outline.recommendations import recommendations
from peervisit.report.outline.scope import Scope
from peervisit.report.outline.summary import summary
from peervisit.report.outline.tally import tally


def build_outline(data: ReviewData, edition: Edition, language: str, *, final: bool = False) -> Outline:
    """Return the report of a review as one edition may read it, in one language."""
    s = Scope(data, edition, language, final)
    counted = tally(s)
    parts = (
        summary(s),
        the_review(s),
        context(s),
        *chapters(s, counted),
        practices(s),
        recommendations(s),
        next_steps(s),
        plan(s),
        *annexes(s, counted),
    )
    return Outline(
        title=_title(s),
        language=language,
        cover=cover(s),
        sections=tuple(part for part in parts if part is not None),
        levels=looks(s),
        furniture=_furniture(s),
    )


def _title(s: Scope) -> str:
    return s.t.gettext("{kind}: {city}").format(kind=kind(s), city=title(s))


def _furniture(s: Scope) -> Furniture:
    _ = s.t.gettext
    return Furniture(
        contents=_("Contents"),
        header_left=_title(s),
        header_right=status(s),
        footer_left=edition(s),
        page_of=_("Page {page} of {pages}"),
        table=_("Table {number}. {caption}"),
        figure=_("Figure {number}. {caption}"),
        header_short=title(s),
    )
