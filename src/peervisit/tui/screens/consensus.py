"""The consensus board: peers by indicators, spread and gap in view, one key to agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from peervisit.i18n import N_, _, current
from peervisit.service.visibility import judging_members
from peervisit.tui.commands import Command
from peervisit.tui.dossier import Dossier
from peervisit.tui.levels import Styled, level_cell, level_role, level_symbol, level_text
from peervisit.tui.options import Option
from peervisit.tui.screens.judging import FILTER as JUDGING_FILTER
from peervisit.tui.screens.level_board import LevelBoard
from peervisit.tui.widgets.detail import Block
from peervisit.tui.widgets.field_form import open_form
from peervisit.tui.widgets.picker import Picker
from peervisit.tui.widgets.rows import Column, Item

ADOPT = Command(
    "consensus.adopt", "t,enter", N_("Take"), N_("Take the level that most peers gave."), footer=True
)
FORM = Command(
    "consensus.form", "e", N_("Why"), N_("Write rationale, evidence and what outweighed it."), footer=True
)
DISSENT = Command("consensus.dissent", "v", N_("Dissent"), N_("Put a peer's dissent on record."), footer=True)
NEXT = Command(
    "consensus.next", "g", N_("Next open"), N_("Go to the next indicator without consensus."), footer=True
)
RULES = Command(
    "consensus.override", "w", N_("Override"), N_("Set a rule aside for this level, with a reason.")
)
FILTER = Command("consensus.filter", "slash", JUDGING_FILTER.label, JUDGING_FILTER.help, footer=True)


class ConsensusScreen(LevelBoard):
    """What each peer said, what the host claims, and what the team agrees on."""

    PLACE: ClassVar[str] = "consensus"
    HELP = N_(
        "The peers' own levels side by side; ≠ where they differ. A level key sets the team's level; "
        "what the rules find is shown beside it and never blocks."
    )
    USER_COMMANDS: ClassVar[tuple[Command, ...]] = (ADOPT, FORM, DISSENT, NEXT, FILTER, RULES)

    def body(self) -> Iterable[Widget]:
        """Make the filter, the board and the dossier."""
        self.members = judging_members(self.review)
        columns = [
            Column(N_("Indicator"), 10, role="muted"),
            Column("", share=2, from_width=76),
            Column(N_("Host"), 4),
            Column(" ".join(f"{member:>2}" for member in self.members), max(4, 3 * len(self.members) - 1)),
            Column("≠", 1),
            Column(N_("Team"), 16),
        ]
        return self.board(columns)

    def refresh_data(self) -> None:
        """Read claims, levels and consensus."""
        run = self.review.connection.execute
        self.claims = dict(run("SELECT code, level FROM self_assessment").fetchall())
        self.team = {row[0]: row for row in run("SELECT code, level, rationale, decided_on FROM consensus")}
        self.levels: dict[str, dict[str, str]] = {}
        for indicator, member, level in run(
            "SELECT indicator, member, level FROM judgement WHERE round = 'before'"
        ):
            self.levels.setdefault(indicator, {})[member] = level
        for indicator, given in self.levels.items():
            # Who has withdrawn a level has handed it in before, and seen the others' since.
            seen = self._may_see(indicator)
            self.levels[indicator] = {who: one for who, one in given.items() if one} if seen else {}
        self._findings: dict[str, list[str]] | None = None
        self.show_rows()

    def _may_see(self, indicator: str) -> bool:
        """Whether R09 lets this viewer see the others' levels: own handed in, or everybody's is."""
        given = self.levels[indicator]
        if self.member in given or self.member is None:
            return True
        return self.member not in self.members and set(self.members) <= set(given)

    def row(self, code: str, words: str) -> Item:
        """Return the line of one indicator: the claim, the peers' levels side by side, and the team's."""
        given = self.levels.get(code, {})
        marks = " ".join(f"{level_symbol(self.benchmark, given.get(one)):>2}" for one in self.members)
        agreed = self.team.get(code)
        level = level_cell(self.benchmark, agreed[1]) if agreed else Styled("·", "muted")
        if (("consensus", code, "level")) in self._conflicts():
            level = Styled(f"! {level.text}", "bad")
        differ = len(set(given.values())) > 1
        host = Styled(
            f" {level_symbol(self.benchmark, self.claims.get(code))}",
            level_role(self.benchmark, self.claims.get(code)),
        )
        return Item(code, (code, words, host, marks, Styled("≠" if differ else " ", "open"), level))

    def _conflicts(self) -> set[tuple[str, str, str]]:
        rows = self.review.connection.execute(
            "SELECT kind, record, field FROM conflict WHERE kind = 'consensus'"
        )
        return {(row[0], row[1], row[2]) for row in rows}

    def note(self) -> str:
        """Say which keys set which level, and how far the team is."""
        return self.progress()

    def level_of(self, code: str) -> str | None:
        """Return the level that the team agreed on."""
        agreed = self.team.get(code)
        return agreed[1] if agreed else None

    def all_done(self) -> str:
        """Say that nothing is left to agree on."""
        return _("the team has agreed on every indicator")

    def told(self, code: str) -> Iterable[Block]:
        """Yield everybody's level, what the rules find, and the evidence."""
        dossier = Dossier(self.review, self.benchmark, code, self.member)
        yield from dossier.statement()
        yield from dossier.levels()
        yield self.keys_of_levels()
        yield from self._rules(code)
        yield from dossier.judged()
        yield from dossier.evidence()
        yield from dossier.host()

    def _rules(self, code: str) -> Iterable[Block]:
        if code not in self.team:
            return
        for text in self.findings().get(code, []):
            yield Block(text, "open", label="! ", label_role="open")

    def findings(self) -> dict[str, list[str]]:
        """Return what the rules find on each consensus, checked once after each change."""
        if self._findings is None:
            from peervisit import i18n
            from peervisit.model.rules import check, unmet
            from peervisit.service.snapshot import snapshot

            self._findings = {}
            for finding in unmet(check(snapshot(self.review))):
                if finding.kind == "consensus":
                    text = f"{finding.rule}  {finding.text(i18n.translator(current()))}"
                    self._findings.setdefault(finding.code, []).append(text)
        return self._findings

    # Acting

    def set_level(self, level: str) -> None:
        """Agree on a level for what is marked, or under the cursor."""
        self._agree(self.list.codes, level)

    def _agree(self, codes: list[str], level: str) -> None:
        from peervisit.service import levels

        codes = [code for code in codes if self.level_of(code) != level]
        if not codes:
            words = level_text(self.benchmark, level)
            self.main.say(_("that level stands already: {level}").format(level=words))
            return
        with self.review.transaction():
            self.review.name_step(f"agree consensus {codes[0] if len(codes) == 1 else len(codes)}")
            for code in codes:
                levels.decide(self.review, code, level, sorted(self.levels.get(code, {})) or self.members)
        self.list.unmark()
        self.wrote()
        if self.benchmark.levels[level].needs_reason and len(codes) == 1:
            open_form(self.main, "consensus", codes[0], only=("level", "reason", "remarks"))

    def action_adopt(self) -> None:
        """Take the level that most peers gave; where two have as many, the team must choose."""
        code = self.list.code
        if code is None:
            return
        count = Counter(self.levels.get(code, {}).values()).most_common(2)
        if not count or (len(count) > 1 and count[0][1] == count[1][1]):
            self.main.say(_("no level has most voices: choose one by its key"), bad=True)
            return
        self._agree([code], count[0][0])

    def action_form(self) -> None:
        """Open the form of the consensus."""
        if self.list.code is not None:
            open_form(self.main, "consensus", self.list.code)

    def action_dissent(self) -> None:
        """Open the form with only the dissent in it."""
        if self.list.code is not None:
            open_form(self.main, "consensus", self.list.code, only=("dissent", "remarks"))

    def action_override(self) -> None:
        """Choose a rule that was found on this level, and say why it is set aside."""
        code = self.list.code
        found = self.findings().get(code or "", [])
        if not code or not found or not self.member:
            self.main.say(_("no rule to set aside here"))
            return
        options = [Option(text[:3], text[5:]) for text in found]
        self.main.push_screen(
            Picker(_("Set aside which rule?"), options), lambda chosen: self._override(code, chosen)
        )

    def _override(self, code: str, chosen: dict[str, str] | None) -> None:
        rule = next(iter(chosen or {}), None)
        if rule is None:
            return
        preset = {"rule": rule, "subject": code, "member": self.member}
        open_form(self.main, "override", preset=preset, only=("reason",))
