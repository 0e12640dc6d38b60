"""What can be done about the indicator in front of one."""

from __future__ import annotations

from peervisit.i18n import N_
from peervisit.tui.commands.command import Command

INDICATOR = (
    Command("indicator.evidence", "e", N_("Evidence"), N_("Add evidence on this indicator."), footer=True),
    Command(
        "indicator.self-assessment", "s", N_("Self-assessment"), N_("Edit what the host says of itself.")
    ),
    Command(
        "indicator.desk-review",
        "d",
        N_("Desk review"),
        N_("Edit your own desk review; nobody sees it until you submit."),
        footer=True,
    ),
    Command(
        "indicator.submit",
        "t",
        N_("Hand in"),
        N_("Hand in your own desk review of this indicator, or all of them; the others see them then."),
    ),
    Command(
        "indicator.judge",
        "j",
        N_("Judge"),
        N_("Give your own level; nobody sees it until you submit."),
        footer=True,
    ),
    Command("indicator.agree", "a", N_("Agree"), N_("Keep the level that the team agrees on."), footer=True),
    Command("indicator.question", "q", N_("Question"), N_("Add a question on this indicator.")),
    Command("indicator.record-history", "h", N_("Its history"), N_("Who changed what about this.")),
)
FILTER = Command(
    "list.filter", "slash", N_("Filter"), N_("Show only what holds the words typed."), footer=True
)
NEXT = (
    Command("dossier.previous", "left,p", N_("Previous"), N_("Go to the indicator before.")),
    Command("dossier.next", "right,n", N_("Next"), N_("Go to the next indicator."), footer=True),
)
