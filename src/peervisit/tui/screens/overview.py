"""Where the review stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from peervisit.i18n import N_
from peervisit.tui.screens.base import ReviewScreen
from peervisit.tui.widgets.detail import Block, Detail
from peervisit.tui.widgets.record_list import RecordList
from peervisit.tui.widgets.split import Split
from peervisit.tui.widgets.rows import Column, Item


class OverviewScreen(ReviewScreen):
    PLACE: ClassVar[str] = "overview"

    def body(self) -> Iterable[Widget]:
        self.list = RecordList([Column(N_("Code"), 10), Column(N_("Statement"), share=1)], on_highlight=self._show, marks=True, classes='list')
        self.detail = Detail(classes='detail')
        yield Split(self.list, self.detail)

    def refresh_data(self) -> None:
        self.list.show([Item(i.id, (i.id, i.heading("en"))) for i in self.benchmark.indicators])

    def _show(self, code: str) -> None:
        i = self.benchmark.by_id[code]
        self.detail.show([Block(i.heading("fr"), "strong")] + [Block(q, label="• ") for q in i.listed("questions", "fr")])
