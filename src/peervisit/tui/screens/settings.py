"""Settings: language, colours, motion, who is writing."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical

from peervisit import i18n
from peervisit.i18n import N_, _, ngettext
from peervisit.tui import themes
from peervisit.tui.commands import Command
from peervisit.tui.levels import Styled
from peervisit.tui.options import LANGUAGES
from peervisit.tui.screens.base import Dialog
from peervisit.tui.widgets.key_line import KeyLine
from peervisit.tui.widgets.record_list import RecordList
from peervisit.tui.widgets.rows import Column, Item

CHANGE = Command("settings.change", "enter,right", N_("Change"), N_("Take the next value."), footer=True)
CLOSE = Command("settings.close", "escape", N_("Back"), N_("Close the settings."), footer=True)
COLUMNS = (Column("", share=1), Column("", share=1))
LOCK_AFTER = (2, 5, 10, 20)
"""Minutes that are offered."""


class SettingsScreen(Dialog[None]):
    """Each setting with its value; Enter takes the next."""

    USER_COMMANDS = (CHANGE, CLOSE)
    HELP = N_("Settings are kept on this laptop, outside the review.")
    DEFAULT_CSS = """
    SettingsScreen > .dialog { max-width: 70; }
    SettingsScreen RecordList { height: 6; background: $surface; overflow-y: hidden; }
    """

    def compose(self) -> ComposeResult:
        """Make the list."""
        with Vertical(classes="dialog") as box:
            box.border_title = _("Settings")
            yield RecordList(COLUMNS, on_open=self._change, titles=False)
            yield KeyLine(self.USER_COMMANDS)

    def on_mount(self) -> None:
        """Show the settings."""
        self._show()
        self.query_one(RecordList).focus()

    def action_change(self) -> None:
        """Take the next value of the setting under the cursor."""
        code = self.query_one(RecordList).code
        if code is not None:
            self._change(code)

    def action_close(self) -> None:
        """Go back."""
        self.dismiss()

    def _show(self) -> None:
        names = {"peervisit": _("calm"), "high-contrast": _("high contrast")}
        language = LANGUAGES.get(i18n.current(), i18n.current())
        items = [
            Item("language", (_("Language of the screens"), Styled(language, "accent"))),
            Item("theme", (_("Colours"), Styled(names.get(self.main.theme, self.main.theme), "accent"))),
        ]
        still = _("nothing moves") if self.main.settings.still else _("as usual")
        items.append(Item("motion", (_("Motion"), Styled(still, "accent"))))
        minutes = self.main.settings.lock_after
        words = ngettext("after {n} minute without a key", "after {n} minutes without a key", minutes)
        idle = words.format(n=minutes) if minutes else _("only when asked")
        items.append(Item("lock", (_("Lock the screen"), Styled(idle, "accent"))))
        if self.main.has_review:
            me = self.member or _("nobody yet")
            items.append(Item("member", (_("Who is writing"), Styled(me, "accent"))))
        self.query_one(RecordList).show(items)

    def _change(self, code: str) -> None:
        if code == "theme":
            order = [theme.name for theme in themes.THEMES]
            self.main.theme = order[(order.index(self.main.theme) + 1) % len(order)]
            self.main.settings.choose(theme=self.main.theme)
            self._show()
        elif code == "motion":
            still = not self.main.settings.still
            self.main.settings.choose(motion="none" if still else "usual")
            self.main.keep_still(still)
            self._show()
        elif code == "lock":
            now = self.main.settings.lock_after
            self.main.settings.choose(lock_after=str(next((one for one in LOCK_AFTER if one > now), 0)))
            self._show()
        elif code == "member":
            self.dismiss()
            self.main.action_who()
        else:
            there = i18n.languages()
            language = there[(there.index(i18n.current()) + 1) % len(there)]
            self.main.settings.choose(language=language)
            self.dismiss()
            self.main.speak(language)
