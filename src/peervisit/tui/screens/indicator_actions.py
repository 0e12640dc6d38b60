"""What the tree of indicators and the dossier let a person do about one indicator."""

from __future__ import annotations

from peervisit.errors import PeervisitError
from peervisit.i18n import _
from peervisit.tui.screens.base import ReviewScreen
from peervisit.tui.widgets.field_form import open_form


class IndicatorActions(ReviewScreen):
    """A screen with one indicator in front."""

    def indicator(self) -> str | None:
        """Return the id of the indicator in front, or None."""
        raise NotImplementedError

    def action_evidence(self) -> None:
        """Add evidence on this indicator."""
        code = self._needed()
        open_form(self.main, "evidence", preset={"indicators": {code: "supports"}})

    def action_self_assessment(self) -> None:
        """Edit what the host says of itself."""
        open_form(self.main, "self_assessment", self._needed())

    def action_desk_review(self) -> None:
        """Edit one's own desk review."""
        open_form(self.main, "desk_review", f"{self._needed()}/{self._me()}")

    def action_judge(self) -> None:
        """Give one's own level."""
        open_form(self.main, "judgement", f"{self._needed()}/{self._me()}/before")

    def action_agree(self) -> None:
        """Keep the level that the team agrees on."""
        open_form(self.main, "consensus", self._needed())

    def action_question(self) -> None:
        """Add a question on this indicator."""
        open_form(self.main, "question", preset={"indicators": [self._needed()]})

    def action_record_history(self) -> None:
        """Show who changed what about this indicator."""
        from peervisit.tui.screens.history import show_history

        show_history(self.main, self._needed())

    def _needed(self) -> str:
        code = self.indicator()
        if code is None:
            raise PeervisitError(_("put the cursor on an indicator first"))
        return code

    def _me(self) -> str:
        if self.member is None:
            raise PeervisitError(_("first say who you are: the command 'Settings'"))
        return self.member
