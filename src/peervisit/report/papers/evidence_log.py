"""The evidence log on paper: every piece of evidence with its source, for people who like to leaf through."""

from __future__ import annotations

from peervisit.report.outline.annex_evidence import evidence
from peervisit.report.outline.blocks import Outline, Section
from peervisit.report.outline.cover import title
from peervisit.report.outline.inline import capital
from peervisit.report.outline.scope import Scope
from peervisit.report.papers.paper import paper


def evidence_log(s: Scope) -> Outline:
    """Return the log: in the team's edition all of it, in the host's what consent allows."""
    _ = s.t.gettext
    count = len(s.shown_evidence)
    words = s.t.ngettext("one piece of evidence", "{number} pieces of evidence", count)
    return paper(
        s,
        _("Evidence log"),
        title(s),
        (capital(words.format(number=s.number(count))),) if count else (),
        (Section(_("The evidence"), "part:evidence", evidence(s), numbered=False),),
        wide=True,
    )
