"""Synthesis: conclusions, recommendations, good practices, context factors and what follows from them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual.widget import Widget

from peervisit.i18n import N_, _, current, ngettext
from peervisit.model.benchmark import in_language
from peervisit.store.read import Row
from peervisit.tui.commands import Command
from peervisit.tui.commands.key_words import keyed
from peervisit.tui.levels import Styled
from peervisit.tui.options import Option
from peervisit.tui.screens.base import ReviewScreen
from peervisit.tui.screens.records import DELETE, EDIT, FILTER, label_of, none_fit, section, titled
from peervisit.tui.widgets.detail import Block, Detail
from peervisit.tui.widgets.field_form import open_form
from peervisit.tui.widgets.filter_bar import FilterBar, matches
from peervisit.tui.widgets.picker import Picker
from peervisit.tui.widgets.record_list import RecordList
from peervisit.tui.widgets.rows import Column, Item
from peervisit.tui.widgets.split import Split

NEW = Command(
    "synthesis.add", "n", N_("New"), N_("Add a conclusion, recommendation, practice or factor."), footer=True
)
SUMMARY = Command(
    "synthesis.summary",
    "s",
    N_("Summary"),
    N_("Put it into the report's summary, or take it out."),
    footer=True,
)
REST = Command(
    "synthesis.rest-on",
    "r",
    N_("Rest on"),
    N_("Recommend something that rests on this conclusion."),
    footer=True,
)
EARLIER = Command("synthesis.earlier", "K", N_("Earlier"), N_("Move it up in the report."))
LATER = Command("synthesis.later", "L", N_("Later"), N_("Move it down in the report."))

KINDS: dict[str, str] = {
    "conclusion": N_("Conclusions"),
    "recommendation": N_("Recommendations"),
    "practice": N_("Good practices"),
    "context": N_("Context factors"),
    "action": N_("Development actions"),
    "comment": N_("Comments by the host"),
}
ONE: dict[str, str] = {
    "conclusion": N_("Conclusion"),
    "recommendation": N_("Recommendation"),
    "practice": N_("Good practice"),
    "context": N_("Context factor"),
    "action": N_("Development action"),
    "comment": N_("Comment by the host"),
}
SUMMED = ("conclusion", "recommendation")


class SynthesisScreen(ReviewScreen):
    """What the team tells the host, in the order of the report."""

    PLACE: ClassVar[str] = "synthesis"
    HELP = N_(
        "Conclusions cite evidence, recommendations cite conclusions (R02). ★ stands in the report's summary."
    )
    USER_COMMANDS: ClassVar[tuple[Command, ...]] = (NEW, EDIT, REST, SUMMARY, FILTER, DELETE, EARLIER, LATER)
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column(N_("Code"), 9, role="muted"),
        Column("", share=4),
        Column(N_("Kind"), 12, from_width=60),
        Column(N_("Rests on"), 12, from_width=50, role="muted"),
        Column("★", 1),
    )

    def body(self) -> Iterable[Widget]:
        """Make the filter, the list and the detail."""
        self.words = ""
        self.rows: dict[str, tuple[str, Row]] = {}
        self.filter = FilterBar(self._filtered)
        self.list = RecordList(
            self.COLUMNS,
            on_highlight=self._show,
            on_open=self._open,
            marks=True,
            classes="list filtered",
        )
        self.detail = Detail(on_open=self.main.open_code, classes="detail")
        yield self.filter
        yield Split(self.list, self.detail)

    def refresh_data(self) -> None:
        """Read everything the team tells the host."""
        self.rows = {}
        for kind in KINDS:
            found = self.review.rows(kind)
            for code, row in sorted(found.items(), key=lambda pair: _place(pair[1])):
                self.rows[code] = (kind, row)
        self._show_rows()

    def _show_rows(self) -> None:
        items: list[Item] = []
        for kind, title in KINDS.items():
            found = [self._item(code, row) for code, (one, row) in self.rows.items() if one == kind]
            found = [item for item in found if matches(self.words, item.code, *map(str, item.cells))]
            if found:
                items += [Item(f"-{kind}", (f"{_(title)} ({len(found)})",), heading=True), *found]
        nothing = keyed(_("Nothing yet.\n<synthesis.add> adds the first conclusion; it cites evidence."))
        self.list.empty = none_fit() if self.rows else nothing
        self.list.show(items)
        if not items:
            self.detail.show([])

    def _item(self, code: str, row: Row) -> Item:
        kind = self.rows[code][0]
        words = row.get("title") or row.get("text") or row.get("objective") or ""
        return Item(
            code,
            (code, words, self._sort(kind, row), _rests_on(kind, row), "★" if row.get("summary") else " "),
        )

    def _sort(self, kind: str, row: Row) -> Styled | str:
        if kind == "conclusion":
            role = {"strength": "high", "challenge": "low"}.get(row["type"] or "", "muted")
            sign = {"strength": "▲ ", "challenge": "▼ "}.get(row["type"] or "", "")
            return Styled(sign + label_of(row["type"]), role)
        if kind == "recommendation":
            return label_of(row["priority"])
        if kind == "context":
            factor = self.benchmark.factors.get(row["factor"] or "")
            return in_language(factor.name, current()) if factor else ""
        return label_of(row.get("status"))

    def note(self) -> str:
        """Say how many of each kind there are."""
        counts = {kind: sum(1 for one, _row in self.rows.values() if one == kind) for kind in KINDS}
        return " · ".join(
            f"{counts[kind]} {_(title if counts[kind] > 1 else ONE[kind]).lower()}"
            for kind, title in KINDS.items()
            if counts[kind]
        )

    def _show(self, code: str) -> None:
        held = self.rows.get(code)
        self.detail.show(self._blocks(*held) if held else [])

    def _blocks(self, kind: str, row: Row) -> Iterable[Block]:
        from peervisit.model.kinds import fields_of

        yield Block(row.get("title") or row.get("objective") or row["code"], "strong")
        if row.get("text"):
            yield Block(row["text"])
        for name, spec in fields_of(kind).items():
            if name in ("title", "text", "position") or spec.items:
                continue
            value: Any = row.get(name)
            if spec.boolean and value is not None:
                value = _("yes") if value else _("no")
            elif spec.choices:
                value = label_of(value)
            yield from titled(_(spec.title), value)
        for name, spec in fields_of(kind).items():
            if spec.items:
                yield from section(_(spec.title), self._named(spec.items.item, row.get(name) or []))
        yield from section(_("Rests on this"), self._above(kind, row["code"]))

    def _named(self, target: str, codes: Iterable[str]) -> Iterable[Block]:
        for code in codes:
            yield Block(self._words(target, code), label=f"{code}  ", code=code)

    def _words(self, target: str, code: str) -> str:
        if target == "indicator":
            known = self.benchmark.by_id.get(code)
            return known.heading(current()) if known else ""
        if target == "tier":
            tier = self.benchmark.tiers_by_id.get(code)
            return in_language(tier.name, current()) if tier else ""
        column = "statement" if target == "evidence" else "text" if target == "context" else "title"
        sql = f"SELECT [{column}] FROM [{target}] WHERE code = ?"
        found = self.review.connection.execute(sql, (code,)).fetchone()
        return str(found[0] or "") if found else _("no such record")

    def _above(self, kind: str, code: str) -> Iterable[Block]:
        sql = {
            "conclusion": "SELECT r.code, r.title FROM recommendation AS r "
            "JOIN recommendation_conclusions AS c "
            "ON c.recommendation = r.code WHERE c.item = ?",
            "recommendation": "SELECT code, objective FROM [action] WHERE recommendation = ?",
            "context": "SELECT r.code, r.title FROM conclusion AS r JOIN conclusion_context AS c "
            "ON c.conclusion = r.code WHERE c.item = ?",
        }.get(kind)
        for row in self.review.connection.execute(sql, (code,)) if sql else ():
            yield Block(row[1] or "", label=f"{row[0]}  ", code=row[0])

    def reveal(self, kind: str, code: str) -> None:
        """Put the cursor on a record."""
        if not self.list.go_to(code) and code in self.rows:
            self.words = self.filter.value = ""
            self._show_rows()
            self.list.go_to(code)
        self.list.focus()

    # Acting

    def action_add(self) -> None:
        """Choose what to add, and open its form."""
        options = [Option(kind, _(title), silent=True) for kind, title in ONE.items()]
        self.main.push_screen(Picker(_("Add what?"), options), self._add)

    def _add(self, chosen: dict[str, str] | None) -> None:
        kind = next(iter(chosen or {}), None)
        if kind is not None:
            open_form(self.main, kind, on_saved=lambda code: self._saved(kind, code))

    def _saved(self, kind: str, code: str) -> None:
        self.refresh_if_stale()
        self.reveal(kind, code)

    def action_edit(self) -> None:
        """Open the form of what is under the cursor."""
        held = self.rows.get(self.list.code or "")
        if held is not None:
            open_form(self.main, held[0], held[1]["code"])

    def _open(self, _code: str) -> None:
        self.action_edit()

    def action_rest_on(self) -> None:
        """Recommend something on the ground of the conclusions marked or under the cursor."""
        codes = [code for code in self.list.codes if self.rows[code][0] == "conclusion"]
        if not codes:
            self.main.say(_("put the cursor on a conclusion: a recommendation rests on one"), bad=True)
            return
        indicators = sorted({one for code in codes for one in self.rows[code][1]["indicators"]})
        preset: dict[str, Any] = {"conclusions": codes, "indicators": indicators}
        self.list.unmark()
        open_form(
            self.main,
            "recommendation",
            preset=preset,
            on_saved=lambda code: self._saved("recommendation", code),
        )

    def action_summary(self) -> None:
        """Put what is marked into the summary, or take it out."""
        self._change(
            {
                code: {"summary": not self.rows[code][1]["summary"]}
                for code in self.list.codes
                if self.rows[code][0] in SUMMED
            }
        )

    def action_earlier(self) -> None:
        """Move it up among its kind."""
        self._move(-1)

    def action_later(self) -> None:
        """Move it down among its kind."""
        self._move(1)

    def _move(self, way: int) -> None:
        code = self.list.code
        if code is None or code not in self.rows:
            return
        kind = self.rows[code][0]
        if kind in ("action", "comment"):
            return
        order = [one for one, (other, _row) in self.rows.items() if other == kind]
        here = order.index(code)
        there = here + way
        if not 0 <= there < len(order):
            return
        order[here], order[there] = order[there], order[here]
        self._change(
            {
                one: {"position": place}
                for place, one in enumerate(order, 1)
                if self.rows[one][1]["position"] != place
            }
        )

    def _change(self, changed: dict[str, dict[str, Any]]) -> None:
        from peervisit.service import records

        if not changed:
            return
        with self.review.transaction():
            first = next(iter(changed))
            kind = self.rows[first][0]
            self.review.name_step(f"edit {kind} {first if len(changed) == 1 else len(changed)}")
            for code, fields in changed.items():
                records.edit(self.review, self.rows[code][0], code, fields)
        self.wrote()

    def action_delete(self) -> None:
        """Delete what is marked or under the cursor; undo brings it back."""
        from peervisit.service import records

        codes = [code for code in self.list.codes if code in self.rows]
        if not codes:
            return
        with self.review.transaction():
            kind = self.rows[codes[0]][0]
            self.review.name_step(f"delete {kind} {codes[0] if len(codes) == 1 else len(codes)}")
            for code in codes:
                records.remove(self.review, self.rows[code][0], code)
        self.list.unmark()
        self.wrote()
        said = keyed(
            ngettext(
                "{count} deleted; <app.undo> brings it back",
                "{count} deleted; <app.undo> brings them back",
                len(codes),
            )
        )
        self.main.say(said.format(count=len(codes)))

    def action_filter(self) -> None:
        """Type into the filter."""
        self.filter.open()

    def _filtered(self, words: str) -> None:
        self.words = words
        self._show_rows()


def _place(row: Row) -> tuple[bool, int]:
    """Return the order of the report: by position, those without one last."""
    position = row.get("position")
    # Another copy may have sent anything.
    return (False, position) if isinstance(position, int) else (True, 0)


def _rests_on(kind: str, row: Row) -> str:
    cited = {"recommendation": "conclusions", "action": ""}.get(kind, "evidence")
    if kind == "action":
        return row["recommendation"] or ""
    codes = row.get(cited) or []
    if not codes:
        return "–"
    n = len(codes)
    if cited == "conclusions":
        cites = _("concl.")
        return f"{n} {cites}"
    return ngettext("{n} evidence", "{n} evidence", n).format(n=n)
