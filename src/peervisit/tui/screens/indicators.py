"""The benchmark as a tree, with the dossier of the indicator under the cursor beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual.widget import Widget

from peervisit.i18n import N_, _, current
from peervisit.model.benchmark import Indicator, Tier, in_language
from peervisit.tui.commands.everywhere import LIST
from peervisit.tui.commands.indicator import FILTER, INDICATOR
from peervisit.tui.dossier import Dossier
from peervisit.tui.levels import Styled, level_cell, level_role, level_symbol
from peervisit.tui.reading import Standing, evidence_cell, standing
from peervisit.tui.screens.indicator_actions import IndicatorActions
from peervisit.tui.widgets.detail import Block, Detail
from peervisit.tui.widgets.filter_bar import FilterBar, matches
from peervisit.tui.widgets.rows import Cell, Column, Item
from peervisit.tui.widgets.split import Split
from peervisit.tui.widgets.tree_list import TreeList

COLUMNS = (
    Column(N_("Indicator"), share=1),
    Column(N_("Host"), 4, below_width=74),
    Column(N_("Host"), 12, from_width=74),
    Column(N_("Team"), 12),
    Column(N_("Evidence"), 12, from_width=50, role="muted"),
)


class IndicatorsScreen(IndicatorActions):
    """Pillars, dimensions, indicators; Enter opens the dossier over the whole screen."""

    PLACE: ClassVar[str] = "indicators"
    USER_COMMANDS = (LIST[-1], *INDICATOR, FILTER)
    HELP = N_(
        "Everything known about each indicator. The first column of levels is the host's own, the second "
        "is what the team agreed on; then the evidence that supports (+), contradicts (−) or explains (·)."
    )

    def body(self) -> Iterable[Widget]:
        """Make the tree and the dossier."""
        self.words = ""
        self.filter = FilterBar(self._filter)
        self.tree_list = TreeList(
            COLUMNS,
            on_highlight=self._show,
            on_open=self._open,
            classes="list filtered",
            empty=_("No indicator holds these words.\nesc in the filter shows all."),
        )
        self.detail = Detail(on_open=self.main.open_code, classes="detail")
        yield self.filter
        yield Split(self.tree_list, self.detail)

    def refresh_data(self) -> None:
        """Show the tree with what stands on each indicator."""
        self.tree_list.show_tree(list(self._items(standing(self.review))))

    def reveal(self, kind: str, code: str) -> None:
        """Put the cursor on an indicator, or on what stands on it."""
        if self.words:
            self.filter.action_clear()
        self.tree_list.go_to(code)
        self.tree_list.focus()

    def note(self) -> str:
        """Say how many indicators have a level."""
        agreed = self.review.connection.execute(
            "SELECT count(*) FROM consensus WHERE level IS NOT NULL"
        ).fetchone()[0]
        total = len(self.benchmark.indicators)
        return _("{agreed} of {total} agreed").format(agreed=agreed, total=total)

    def indicator(self) -> str | None:
        """Return the indicator under the cursor."""
        code = self.tree_list.code
        return code if code in self.benchmark.by_id else None

    def action_filter(self) -> None:
        """Filter as one types."""
        self.filter.open()

    def _filter(self, words: str) -> None:
        self.words = words
        self.refresh_data()

    def _open(self, code: str) -> None:
        from peervisit.tui.screens.dossier import show_dossier

        show_dossier(self.main, code)

    def _show(self, code: str) -> None:
        if code in self.benchmark.by_id:
            self.detail.show(Dossier(self.review, self.benchmark, code, self.member).everything())
        elif code:
            self.detail.show(self._tier_text(self.benchmark.tiers_by_id[code.split("/")[-1]]))
        else:
            self.detail.show(())

    def _tier_text(self, tier: Tier) -> Iterator[Block]:
        language = current()
        kind = in_language(self.benchmark.tier_names.get(tier.tier), language)
        yield Block(in_language(tier.name, language), "strong", label=f"{kind}  ", label_role="heading")
        if tier.standard:
            yield Block("")
            yield Block(in_language(tier.standard, language))

    def _items(self, stands: Standing) -> Iterator[Item]:
        for chapter, within in self.benchmark.chapters():
            shown = [one for one in within if self._fits(one)]
            if not shown:
                continue
            yield self._branch(chapter, chapter.id, 0, shown, stands)
            for section, inside in self.benchmark.sections(chapter.id):
                kept = [one for one in inside if one in shown]
                if section is not None and kept:
                    yield self._branch(section, f"{chapter.id}/{section.id}", 1, kept, stands)
                for one in kept:
                    yield self._leaf(one, 2 if section else 1, stands)

    def _fits(self, one: Indicator) -> bool:
        return not self.words or matches(self.words, one.id, one.heading(current()))

    def _branch(self, tier: Tier, code: str, depth: int, within: list[Indicator], stands: Standing) -> Item:
        agreed = sum(one.id in stands.team for one in within)
        said = sum(one.id in stands.answered for one in within)
        name = Styled(in_language(tier.name, current()), "heading" if depth == 0 else "strong")
        host = Styled(f"{said}/{len(within)}", "muted")
        return Item(code, (name, host, host, Styled(f"{agreed}/{len(within)}", "muted"), ""), depth)

    def _leaf(self, one: Indicator, depth: int, stands: Standing) -> Item:
        host, benchmark = stands.host.get(one.id), self.benchmark
        short: Cell = Styled(level_symbol(benchmark, host), level_role(benchmark, host))
        if host is None and one.id in stands.answered:
            short = Styled("✓", "muted")
        whole = level_cell(benchmark, host) if host or one.id not in stands.answered else short
        cells = (
            f"{one.id} {one.heading(current())}",
            short,
            whole if host else short,
            level_cell(benchmark, stands.team.get(one.id)) if one.id in stands.team else Styled("·", "muted"),
            evidence_cell(stands.evidence.get(one.id)),
        )
        return Item(one.id, cells, depth)
