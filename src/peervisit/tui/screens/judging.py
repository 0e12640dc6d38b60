"""Judging: indicator by indicator, the evidence in view, one key a level; sealed until submitted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual.widget import Widget

from peervisit.i18n import N_, _, ngettext
from peervisit.store import private
from peervisit.tui.commands import Command
from peervisit.tui.commands.key_words import keyed
from peervisit.tui.dossier import Dossier
from peervisit.tui.levels import Styled, level_cell, level_text
from peervisit.tui.screens.level_board import LevelBoard
from peervisit.tui.widgets.detail import GAP, Block
from peervisit.tui.widgets.field_form import open_form
from peervisit.tui.widgets.rows import Column, Item

WHY = Command("judging.why", "e", N_("Why"), N_("Write the rationale and choose the evidence."), footer=True)
NEXT = Command(
    "judging.next", "g", N_("Next open"), N_("Go to the next indicator without your level."), footer=True
)
SUBMIT = Command(
    "judging.submit",
    "s",
    N_("Submit"),
    N_("Hand in the levels of what is marked, or all of them."),
    footer=True,
)
FILTER = Command("judging.filter", "slash", N_("Filter"), N_("Show only what holds the words."), footer=True)
CLEAR = Command(
    "judging.clear",
    "x",
    N_("No level"),
    N_("Take your level back: sealed, or handed in; <app.undo> brings it back."),
)


class JudgingScreen(LevelBoard):
    """One's own first levels (R09): nobody else sees them until they are submitted."""

    PLACE: ClassVar[str] = "judging"
    HELP = N_(
        "Your own level on each indicator. It stays sealed on this laptop until you submit it; "
        "then the others' levels on it show too."
    )
    USER_COMMANDS: ClassVar[tuple[Command, ...]] = (WHY, NEXT, SUBMIT, FILTER, CLEAR)
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column(N_("Indicator"), 10, role="muted"),
        Column("", share=3),
        Column(N_("Evidence"), 8, from_width=50),
        Column(N_("Your level"), 16),
    )

    def body(self) -> Iterable[Widget]:
        """Make the filter, the list and the dossier."""
        self.own: dict[str, dict[str, Any]] = {}
        return self.board(self.COLUMNS, on_open=self._open)

    def refresh_data(self) -> None:
        """Read one's own levels and the counts of evidence."""
        run = self.review.connection.execute
        self.counts = _counts(run("SELECT item, value, count(*) FROM evidence_indicators GROUP BY 1, 2"))
        self.own = self._read_own() if self.member else {}
        self.show_rows()

    def _read_own(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        rows = self.review.rows("judgement", "member = ? AND round = 'before'", self.member)
        for row in rows.values():
            found[row["indicator"]] = {"level": row["level"], "rationale": row["rationale"], "sealed": False}
        for code, values in private.sealed(self.review.connection, str(self.member), "judgement").items():
            indicator = code.partition("/")[0]
            found.setdefault(indicator, {**values, "sealed": True})
        return found

    def row(self, code: str, words: str) -> Item:
        """Return the line of one indicator: its evidence, and one's own level."""
        held = self.own.get(code)
        level: Styled = level_cell(self.benchmark, held.get("level")) if held else Styled("·", "muted")
        if held and not held["sealed"]:
            withdrawn = "· " + _("withdrawn")
            level = Styled(f"{level.text} ✓" if held["level"] else withdrawn, level.role)
        return Item(code, (code, words, self.counts.get(code, "–"), level))

    def note(self) -> str:
        """Say which keys set which level, and how far one is."""
        if self.member is None:
            return keyed(_("say who you are first (<app.palette>, settings)"))
        return self.progress()

    def level_of(self, code: str) -> str | None:
        """Return one's own level."""
        return self.own.get(code, {}).get("level")

    def all_done(self) -> str:
        """Say what is left to do then."""
        if any(held["sealed"] and held.get("level") for held in self.own.values()):
            return keyed(_("every indicator has your level; <judging.submit> hands them in"))
        return _("every indicator has your level, and all are handed in")

    def told(self, code: str) -> Iterable[Block]:
        """Yield one's own level, the evidence, and what others say."""
        dossier = Dossier(self.review, self.benchmark, code, self.member)
        yield from dossier.statement()
        yield from self._mine(code)
        yield self.keys_of_levels()
        yield from dossier.evidence()
        yield from dossier.host()
        yield from dossier.judged()

    def _mine(self, code: str) -> Iterable[Block]:
        held = self.own.get(code)
        yield GAP
        if held is None:
            yield Block(level_text(self.benchmark, None), "muted", label=_("You: "))
            return
        cell = level_cell(self.benchmark, held.get("level"))
        if held["sealed"]:
            state = _("sealed: only you see it")
        else:
            state = (
                _("submitted") if held["level"] else _("withdrawn after it was submitted: the history tells")
            )
        yield Block(f"{cell.text}  ({state})", cell.role, label=_("You: "))
        if held.get("rationale"):
            yield Block(str(held["rationale"]), indent=2)
        else:
            yield Block(keyed(_("<judging.why>: say why, and on what evidence")), "muted", indent=2)

    # Acting

    def set_level(self, level: str) -> None:
        """Keep one's own level, sealed."""
        code = self.list.code
        if code is not None and self.level_of(code) == level:
            self.main.say(
                _("that level stands already: {level}").format(level=level_text(self.benchmark, level))
            )
            return
        self._set(level)

    def _set(self, level: str | None) -> None:
        from peervisit.errors import PeervisitError
        from peervisit.service import levels

        code = self.list.code
        if code is None:
            return
        if self.member is None:
            raise PeervisitError(
                keyed(_("first say who you are: choose yourself in the settings (<app.palette>)"))
            )
        at = self.review.now().strftime("%Y-%m-%dT%H:%M:%SZ")
        fields = {"level": level, "judged_at": at if level else None}
        levels.keep_sealed(self.review, "judgement", self.member, code, fields)
        self.wrote()

    def action_clear(self) -> None:
        """Take one's level back; what was handed in is withdrawn before everybody's eyes."""
        held = self.own.get(self.list.code or "")
        if held is None or not held.get("level"):
            self.main.say(_("no level of yours to take back here"))
            return
        self._set(None)
        if not held["sealed"]:
            self.main.say(
                keyed(_("{code}: your level is withdrawn for everybody; <app.undo> brings it back")).format(
                    code=self.list.code
                )
            )

    def action_why(self) -> None:
        """Open the form of one's own level."""
        if self.list.code is not None and self.member:
            code = f"{self.list.code}/{self.member}/before"
            only = ("level", "rationale", "evidence", "confidence")
            open_form(self.main, "judgement", code, only=only, at="rationale")

    def _open(self, _code: str) -> None:
        self.action_why()

    def action_submit(self) -> None:
        """Hand in the sealed levels: of what is marked, or all."""
        from peervisit.service import levels

        if not self.member:
            return
        marked = sorted(self.list.marked) or None
        count = levels.submit(self.review, "judgement", self.member, marked)
        self.list.unmark()
        self.wrote()
        self.main.say(
            ngettext("{n} level handed in", "{n} levels handed in", count).format(n=count)
            if count
            else _("nothing to hand in: no sealed level here")
        )


def _counts(rows: Iterable[Any]) -> dict[str, str]:
    """Return for each indicator how much evidence is for and against: ``+5 −2``."""
    found: dict[str, dict[str, int]] = {}
    for indicator, way, count in rows:
        found.setdefault(indicator, {})[way] = count
    return {
        indicator: f"+{ways.get('supports', 0)} −{ways.get('contradicts', 0)}"
        for indicator, ways in found.items()
    }
