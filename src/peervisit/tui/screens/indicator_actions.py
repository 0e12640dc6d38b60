"""What the tree of indicators and the dossier let a person do about one indicator."""

from __future__ import annotations

from peervisit.errors import PeervisitError
from peervisit.i18n import _, ngettext
from peervisit.tui.options import Option
from peervisit.tui.said import said
from peervisit.tui.screens.base import ReviewScreen
from peervisit.tui.widgets.field_form import open_form
from peervisit.tui.widgets.picker import Picker


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

    def action_submit(self) -> None:
        """Choose which of one's own sealed desk reviews to hand in: nothing takes them back."""
        from peervisit.store import private

        indicator, me = self.indicator(), self._me()
        held = private.sealed(self.review.connection, me, "desk_review")
        if not held:
            self.main.say(_("nothing to hand in: no sealed desk review here"))
            return
        options = [Option("*", _("all of yours: {n}").format(n=len(held)), silent=True)]
        if indicator is not None and f"{indicator}/{me}" in held:
            this = _("this one, of {indicator}").format(indicator=indicator)
            options.insert(0, Option(indicator, this, silent=True))
        picker = Picker(_("Hand in your desk reviews; the others see them then"), options)
        self.main.push_screen(picker, said(self.main, self._submit))

    def _submit(self, chosen: dict[str, str] | None) -> None:
        from peervisit.service import levels

        if not chosen:
            return
        wanted = None if "*" in chosen else list(chosen)
        count = levels.submit(self.review, "desk_review", self._me(), wanted)
        self.wrote()
        words = ngettext("{n} desk review handed in", "{n} desk reviews handed in", count)
        self.main.say(words.format(n=count))

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
