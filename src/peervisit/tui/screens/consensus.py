"""The consensus board: peers by indicators, spread and gap in view, one key to agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, ClassVar

from textual import events
from textual.widget import Widget

from peervisit.i18n import N_, _, current, labelled
from peervisit.service.visibility import judging_members
from peervisit.tui.commands import Command
from peervisit.tui.dossier import Dossier
from peervisit.tui.level_keys import WORDS_FROM, legend, level_keys
from peervisit.tui.levels import Styled, level_cell, level_role, level_symbol
from peervisit.tui.options import Option
from peervisit.tui.screens.base import ReviewScreen
from peervisit.tui.screens.judging import FILTER as JUDGING_FILTER
from peervisit.tui.widgets.detail import Block, Detail
from peervisit.tui.widgets.field_form import open_form
from peervisit.tui.widgets.filter_bar import FilterBar, matches
from peervisit.tui.widgets.picker import Picker
from peervisit.tui.widgets.record_list import RecordList
from peervisit.tui.widgets.rows import Column, Item
from peervisit.tui.widgets.split import Split

TAKEN = "jkeuxdwrgt"

ADOPT = Command(
    "consensus.adopt", "t,enter", N_("Take"), N_("Take the level that most peers gave."), footer=True
)
FORM = Command(
    "consensus.form", "e", N_("Why"), N_("Write rationale, evidence and what outweighed it."), footer=True
)
DISSENT = Command("consensus.dissent", "d", N_("Dissent"), N_("Put a peer's dissent on record."), footer=True)
NEXT = Command(
    "consensus.next", "g", N_("Next open"), N_("Go to the next indicator without consensus."), footer=True
)
RULES = Command(
    "consensus.override", "w", N_("Override"), N_("Set a rule aside for this level, with a reason.")
)
FILTER = Command("consensus.filter", "slash", JUDGING_FILTER.label, JUDGING_FILTER.help, footer=True)


class ConsensusScreen(ReviewScreen):
    """What each peer said, what the host claims, and what the team agrees on."""

    PLACE: ClassVar[str] = "consensus"
    HELP = N_(
        "The peers' own levels side by side; ≠ where they differ. A level key sets the team's level; "
        "what the rules find is shown beside it and never blocks."
    )
    USER_COMMANDS: ClassVar[tuple[Command, ...]] = (ADOPT, FORM, DISSENT, NEXT, FILTER, RULES)

    def body(self) -> Iterable[Widget]:
        """Make the filter, the board and the dossier."""
        self.words = ""
        self.members = judging_members(self.review)
        self.keys = level_keys(self.benchmark, TAKEN)
        self.filter = FilterBar(self._filtered)
        columns = [
            Column(N_("Indicator"), 10, role="muted"),
            Column("", share=2, from_width=76),
            Column(N_("Host"), 4),
            Column(" ".join(f"{member:>2}" for member in self.members), max(4, 3 * len(self.members) - 1)),
            Column("≠", 1),
            Column(N_("Team"), 16),
        ]
        self.list = RecordList(
            columns,
            on_highlight=self._show,
            marks=True,
            empty=_("No indicator fits."),
            classes="list filtered",
        )
        self.detail = Detail(on_open=self.main.open_code, classes="detail")
        yield self.filter
        yield Split(self.list, self.detail)

    def refresh_data(self) -> None:
        """Read claims, levels and consensus."""
        run = self.review.connection.execute
        self.claims = dict(run("SELECT code, level FROM self_assessment").fetchall())
        self.team = {row[0]: row for row in run("SELECT code, level, rationale, decided_on FROM consensus")}
        self.levels: dict[str, dict[str, str]] = {}
        for indicator, member, level in run(
            "SELECT indicator, member, level FROM judgement WHERE round = 'before' AND level IS NOT NULL"
        ):
            self.levels.setdefault(indicator, {})[member] = level
        for indicator in self.levels:
            if not self._may_see(indicator):
                self.levels[indicator] = {}
        self._findings: dict[str, list[str]] | None = None
        self._show_rows()

    def _may_see(self, indicator: str) -> bool:
        """Whether R09 lets this viewer see the others' levels: own handed in, or everybody's is."""
        given = self.levels[indicator]
        if self.member in given or self.member is None:
            return True
        return self.member not in self.members and set(self.members) <= set(given)

    def _show_rows(self) -> None:
        items = [self._item(one.id, one.heading(current())) for one in self.benchmark.indicators]
        self.list.show([item for item in items if matches(self.words, item.code, item.cells[1])])
        if not self.list.rows:
            self.detail.show([])

    def _item(self, code: str, words: str) -> Item:
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
        done = sum(1 for row in self.team.values() if row[1])
        keys = legend(self.benchmark, TAKEN, words=self.main.size.width >= WORDS_FROM)
        return f"{done}/{len(self.benchmark.indicators)}  {keys}"

    def _show(self, code: str) -> None:
        if code not in self.benchmark.by_id:
            self.detail.show([])
            return
        dossier = Dossier(self.review, self.benchmark, code, self.member)
        self.detail.show(
            [
                *dossier.statement(),
                *dossier.levels(),
                Block(legend(self.benchmark, TAKEN), "muted", label=labelled(_("Keys"))),
                *self._rules(code),
                *dossier.judged(),
                *dossier.evidence(),
                *dossier.host(),
            ]
        )

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

    def reveal(self, kind: str, code: str) -> None:
        """Put the cursor on an indicator."""
        self.list.go_to(code)
        self.list.focus()

    # Acting

    def on_key(self, event: events.Key) -> None:
        """Set the team's level with one key."""
        level = self.keys.get(event.key) or self.keys.get(event.character or "")
        if level is not None and self.focused is self.list:
            event.stop()
            self._agree(self.list.codes, level)

    def _agree(self, codes: list[str], level: str) -> None:
        from peervisit.service import levels

        today = self.review.now().astimezone().strftime("%Y-%m-%d")
        with self.review.transaction():
            self.review.name_step(f"agree consensus {codes[0] if len(codes) == 1 else len(codes)}")
            for code in codes:
                fields: dict[str, Any] = {"level": level, "decided_on": today}
                if code not in self.team:
                    fields["decided_by"] = sorted(self.levels.get(code, {})) or self.members
                levels.agree(self.review, code, fields)
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

    def action_next(self) -> None:
        """Go to the next indicator without a level, from the top after the end."""
        codes = [one.id for one in self.benchmark.indicators]
        here = codes.index(self.list.code) if self.list.code in codes else -1
        for code in (*codes[here + 1 :], *codes[: here + 1]):
            if code not in self.team or not self.team[code][1]:
                self.list.go_to(code)
                return
        self.main.say(_("the team has agreed on every indicator"))

    def action_filter(self) -> None:
        """Type into the filter."""
        self.filter.open()

    def _filtered(self, words: str) -> None:
        self.words = words
        self._show_rows()
