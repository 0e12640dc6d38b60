"""What ``peervisit --help`` says."""

from __future__ import annotations

from peervisit.cli.commands import every
from peervisit.i18n import N_, _

FIRST = (
    ("peervisit", N_("open the app: recent reviews, a new one, or the sample")),
    ("peervisit visit.peervisit", N_("open the app on a review")),
    ("peervisit demo", N_("make the sample visit with both reports, to look at")),
    ("peervisit new visit.peervisit --city Porto --benchmark inti-cities", N_("begin a review")),
    ("peervisit check visit.peervisit", N_("what the rules of evidence find")),
    ("peervisit report visit.peervisit report.docx", N_("write the host's report")),
)


def overview() -> str:
    """Return examples first, then every command in one line."""
    lines = [_("Peer review visits between cities: from benchmark to Word report."), "", _("Examples")]
    width = max(len(line) for line, _says in FIRST)
    lines += [f"  {line:<{width}}  {_(says)}" for line, says in FIRST]
    lines += ["", _("Commands ('peervisit COMMAND --help' says more)")]
    lines += [f"  {command.name:<16}  {_(command.help)}" for command in every()]
    lines += [
        "",
        _("Exit status: 0 done; 1 refused or failed, nothing changed; 2 wrong usage; 3 a person is needed."),
    ]
    return "\n".join(lines)
