"""Making a review file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Label

from peervisit import i18n, locations
from peervisit.errors import PeervisitError
from peervisit.i18n import N_, _
from peervisit.model.text import fold
from peervisit.tui import begun
from peervisit.tui.begun import Begun
from peervisit.tui.commands import Command, bindings
from peervisit.tui.commands.everywhere import HELP, PALETTE
from peervisit.tui.commands.everywhere import QUIT as LEAVE
from peervisit.tui.options import LANGUAGES, Option, choices_of, language_options
from peervisit.tui.plain import plain
from peervisit.tui.screens.base import Ours
from peervisit.tui.widgets.choice_box import ChoiceBox
from peervisit.tui.widgets.fields import Problem
from peervisit.tui.widgets.key_line import KeyLine
from peervisit.tui.widgets.title_line import TitleLine

MAKE = Command("new.make", "ctrl+s", N_("Make it"), N_("Make the review file and open it."), footer=True)
CANCEL = Command("new.cancel", "escape", N_("Back"), N_("Make nothing."), footer=True)


class NewReviewScreen(Ours, Screen[None]):
    """City, theme, benchmark, and where the file goes."""

    AUTO_FOCUS = "#city"
    USER_COMMANDS: ClassVar[tuple[Command, ...]] = (MAKE, CANCEL)
    BINDINGS = bindings((*USER_COMMANDS, HELP, PALETTE, LEAVE))
    DEFAULT_CSS = """
    NewReviewScreen { layout: vertical; background: $background; }
    NewReviewScreen VerticalScroll { padding: 1 2; height: 1fr; }
    NewReviewScreen Label { color: $muted; }
    NewReviewScreen Input, NewReviewScreen Input:focus {
        border: none; height: 1; padding: 0 1; background: $panel; margin-bottom: 1;
    }
    NewReviewScreen ChoiceBox { margin-bottom: 1; }
    NewReviewScreen .error { color: $error; height: auto; }
    NewReviewScreen.-narrow Input, NewReviewScreen.-narrow ChoiceBox { margin-bottom: 0; }
    """

    def __init__(self, begun: Begun) -> None:
        super().__init__()
        self._begun = begun
        self._own_name = False

    def compose(self) -> ComposeResult:
        """Make the fields."""
        yield TitleLine()
        with VerticalScroll(can_focus=False):
            yield from self._line("city", _("Host city"))
            yield from self._line("country", _("Country"), _("such as France"))
            yield from self._line("theme", _("Theme"), _("empty: the benchmark's own"))
            yield from self._choice("benchmark", _("Benchmark"), _benchmarks(), "inti-cities")
            yield from self._choice(
                "mode",
                _("Kind of review"),
                choices_of(("peer-review", "internal", "follow-up")),
                "peer-review",
            )
            yield from self._choice(
                "language", _("Language of the report"), language_options(LANGUAGES), i18n.current()
            )
            yield from self._line("file", _("File"))
            hint = _("empty: whoever has the file can read it")
            yield from self._line("passphrase", _("Lock with a passphrase"), hint, hidden=True)
            yield from self._line("again", _("The passphrase again"), hidden=True)
            yield Problem()
        yield KeyLine([*self.USER_COMMANDS, HELP])

    def on_mount(self) -> None:
        """Say what this is, show what was begun, and propose a file."""
        self.query_one(TitleLine).show(_("New review"))
        path = self.query_one("#file", Input)
        with self.prevent(Input.Changed):
            path.value = str(self._proposed(""))
        begun.show(self, self._begun)
        self._own_name = path.value != str(self._proposed(self._text("city")))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Name the file after the city until somebody names it otherwise."""
        path = self.query_one("#file", Input)
        if event.input.id == "city" and not self._own_name:
            with self.prevent(Input.Changed):
                path.value = str(self._proposed(event.value))
        elif event.input.id == "file":
            self._own_name = event.value != str(self._proposed(self._text("city")))

    def action_make(self) -> None:
        """Make the review file and open it."""
        from peervisit.service import reviews

        passphrase = self.query_one("#passphrase", Input).value
        if passphrase != self.query_one("#again", Input).value:
            self.query_one(Problem).say(_("the two passphrases differ; nothing was made"))
            return
        path = locations.named_as_review(self._text("file"))
        try:
            if not path.name:
                raise IsADirectoryError
            if path.parent == self.main.settings.data:
                path.parent.mkdir(parents=True, exist_ok=True)
            review = reviews.create(
                path,
                city=self._text("city"),
                country=self._text("country") or None,
                theme=self._text("theme") or None,
                benchmark=self._chosen("benchmark"),
                mode=self._chosen("mode"),
                language=self._chosen("language"),
                passphrase=passphrase or None,
            )
        except (PeervisitError, OSError) as error:
            words = str(error) if isinstance(error, PeervisitError) else _("the file cannot be made there")
            self.query_one(Problem).say(words)
            return
        self._begun.clear()
        self.main.pop_screen()
        self.main.use(review)

    def action_cancel(self) -> None:
        """Make nothing; what was filled in is there again next time, passphrases aside."""
        begun.keep(self, self._begun)
        self.main.pop_screen()

    def _line(self, name: str, label: str, hint: str = "", *, hidden: bool = False) -> Iterable[Widget]:
        yield Label(plain(label))
        yield Input(placeholder=hint, id=name, password=hidden)

    def _choice(self, name: str, label: str, options: list[Option], chosen: str) -> Iterable[Widget]:
        yield Label(plain(label))
        box = ChoiceBox(label, lambda: options, name=name)
        box.id = name
        box.load({chosen: ""})
        yield box

    def _text(self, name: str) -> str:
        return self.query_one(f"#{name}", Input).value.strip()

    def _chosen(self, name: str) -> str:
        return next(iter(self.query_one(f"#{name}", ChoiceBox).chosen), "")

    def _proposed(self, city: str) -> Path:
        year = datetime.now().astimezone().year
        name = re.sub(r"[\W_]+", "-", fold(city)).strip("-") or "review"
        return self.main.settings.data / f"{name}-{year}{locations.SUFFIX}"


def _benchmarks() -> list[Option]:
    from peervisit.service import benchmarks

    return [Option(name, theme) for name, theme in benchmarks.themes(i18n.current()).items()]
