"""The phases of a review, in the order of the method."""

from __future__ import annotations

from peervisit.i18n import N_

PHASES = (
    N_("Terms of the review"),
    N_("Training"),
    N_("Self-assessment by the host"),
    N_("Desk review"),
    N_("Visit programme"),
    N_("Visit"),
    N_("Judgement"),
    N_("Synthesis and feedback meeting"),
    N_("Report"),
    N_("Follow-up"),
)

DONE_WHEN = (
    N_("done when host and team leader have agreed, and every peer approves the benchmark"),
    N_("done when every peer is in a pair"),
    N_("done when every indicator is answered, or has 'no data'"),
    N_("sealed until every peer has submitted; then spread and open questions are visible"),
    N_("done when every open question has a slot or a document request"),
    N_("done when both of the pair have confirmed each record, the same day"),
    N_("done when every indicator has a level, or a reason why it was not assessed"),
    N_("done when the host coordinator has seen a preview"),
    N_("done when every comment by the host is answered"),
    N_("done when each recommendation has a response and a status"),
)
"""What ends each phase."""
