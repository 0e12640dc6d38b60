"""Good practices, with what another city needs to take them home."""

from __future__ import annotations

from peervisit.model.synthesis import GoodPractice
from peervisit.report.outline import provisional
from peervisit.report.outline.blocks import Block, Paragraph, Section
from peervisit.report.outline.inline import between, plain
from peervisit.report.outline.order import in_order
from peervisit.report.outline.scope import Scope, anchor
from peervisit.report.outline.sourcing import sources


def practices(s: Scope) -> Section | None:
    """Return the chapter, or None where there is no good practice."""
    _ = s.t.gettext
    found = in_order(s.data.practice.values())
    if not found:
        return None
    lead = _("What works here, and what another city would need to make it work at home.")
    sections = tuple(_practice(s, one) for one in found)
    return Section(_("Good practices"), "part:practices", (Paragraph(plain(lead), "lead"), *sections))


def _practice(s: Scope, one: GoodPractice) -> Section:
    _ = s.t.gettext
    blocks: list[Block] = [*provisional.note(s, "practice", one.code), *s.typed(one, "text")]
    for label, name in (
        (_("For whom"), "for_whom"),
        (_("Results"), "results"),
        (_("Conditions for transfer"), "conditions"),
        (_("Contact"), "contact"),
    ):
        if words := s.one_line(one, name):
            blocks.append(Paragraph(s.labelled(label, words)))
    if one.host_agrees is not True:
        words = _("The city has not agreed yet to be named with this practice outside this report.")
        blocks.append(Paragraph(plain(words), "empty"))
    trail = between(
        [
            s.labelled(_("Sources"), sources(s, one.evidence)),
            s.labelled(_("Evidence"), s.cite(one.evidence)),
            s.labelled(_("Indicators"), s.links("indicator", one.indicators)),
        ],
        "   ",
    )
    if trail:
        blocks.append(Paragraph(trail, "small"))
    title = s.one_line(one, "title") or _("Good practice {code}").format(code=one.code)
    return Section(title, anchor("practice", one.code), tuple(blocks), listed=False)
