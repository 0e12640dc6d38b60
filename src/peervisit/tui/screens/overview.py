"""Where the review stands: its phase, the levels agreed on, how far each part is, what comes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import ClassVar

from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from peervisit.errors import PeervisitError
from peervisit.i18n import N_, _, current, labelled, ngettext, short_day
from peervisit.model.benchmark import Benchmark, Indicator, Tier, in_language
from peervisit.model.choices import code_in_words
from peervisit.model.phases import DONE_WHEN, PHASES
from peervisit.tui import places
from peervisit.tui.commands import Command
from peervisit.tui.commands.everywhere import LIST
from peervisit.tui.commands.key_words import keyed
from peervisit.tui.levels import NOT_YET, Styled, level_role, level_text
from peervisit.tui.plain import fit, one_line
from peervisit.tui.progress import BAR, Part, open_questions, progress
from peervisit.tui.reading import choice
from peervisit.tui.screens.base import ReviewScreen
from peervisit.tui.widgets.detail import GAP, Block, Detail
from peervisit.tui.widgets.record_list import RecordList
from peervisit.tui.widgets.rows import Cell, Column, Item

EDIT = Command("overview.edit", "e", N_("Terms"), N_("Edit the terms of the review."), footer=True)
PHASE = Command("overview.phase", "p", N_("Next phase"), N_("Go on to the next phase."), footer=True)
EARLIER = Command("overview.earlier-phase", "", N_("Earlier phase"), N_("Go back to the phase before."))
MEMBERS = Command("overview.who", "w", N_("Who"), N_("Say who is writing, or add somebody."), "app.who", True)

PARTS = (
    Column("", 24),
    Column("", BAR, from_width=44, role="high"),
    Column("", 8, role="strong"),
    Column("", share=1, role="open"),
)


class OverviewScreen(ReviewScreen):
    """The first screen of a review."""

    PLACE: ClassVar[str] = "overview"
    USER_COMMANDS = (LIST[-1], EDIT, PHASE, EARLIER, MEMBERS)
    HELP = N_(
        "Where the review stands. Each cell of the matrix counts the levels that the team "
        "has agreed on in that pillar and dimension; the dot counts what has none yet. "
        "<list.open> opens what is under the cursor."
    )
    DEFAULT_CSS = """
    OverviewScreen #terms { height: 3; overflow-y: hidden; background: $background; }
    OverviewScreen.-wide #terms { height: 2; }
    OverviewScreen #matrix { height: auto; max-height: 15; }
    OverviewScreen #lower { height: 1fr; border-top: hkey $border-blurred; }
    OverviewScreen #parts { width: 3fr; height: 100%; }
    OverviewScreen #coming { width: 2fr; height: 100%; border-left: vkey $border-blurred; }
    OverviewScreen.-narrow #lower { layout: vertical; }
    OverviewScreen.-narrow #parts { height: 1fr; width: 100%; }
    OverviewScreen.-narrow #coming { height: 4; width: 100%; border: none; border-top: hkey $border-blurred; }
    """

    def body(self) -> Iterable[Widget]:
        """Make the terms, the matrix, the parts and what comes."""
        self.terms = Detail(id="terms")
        self.terms.can_focus = False
        self.matrix = RecordList(self._matrix_columns(), on_open=self._open_chapter, id="matrix")
        self.parts = RecordList(PARTS, on_open=self._open_part, titles=False, id="parts")
        self.coming = Detail(on_open=self.main.open_code, id="coming")
        yield Vertical(self.terms, self.matrix, Horizontal(self.parts, self.coming, id="lower"))

    def refresh_data(self) -> None:
        """Count everything again."""
        row = self.review.row("review", "review") or {}
        self.terms.show(_terms(row, self.main.size.width - 2))
        self._show_matrix()
        self.listed = progress(self.review, self.benchmark)
        self.parts.show([_part_item(place, part) for place, part in enumerate(self.listed)])
        self.coming.show(self._coming())

    def note(self) -> str:
        """Explain the signs of the matrix."""
        signs = [level_text(self.benchmark, level.id) for level in self.benchmark.scale]
        return "  ".join([*signs, level_text(self.benchmark, None)])

    # Commands

    def action_edit(self) -> None:
        """Edit the terms of the review."""
        from peervisit.tui.widgets.field_form import open_form

        open_form(self.main, "review", "review")

    def action_phase(self) -> None:
        """Go on to the next phase."""
        self._to_phase(1)

    def action_earlier_phase(self) -> None:
        """Go back to the phase before."""
        self._to_phase(-1)

    def _to_phase(self, by: int) -> None:
        from peervisit.service import records

        row = self.review.row("review", "review") or {}
        stored = row.get("phase")
        phase = (stored if isinstance(stored, int) else 0) + by
        if not 0 <= phase < len(PHASES):
            raise PeervisitError(_("there is no phase beyond this one"))
        records.edit(self.review, "review", "review", {"phase": phase})
        self.wrote()
        self.main.say(
            keyed(_("phase {number}: {name} (<app.undo>: undo)")).format(number=phase, name=_(PHASES[phase]))
        )

    def _open_chapter(self, code: str) -> None:
        self.main.reveal("indicator", code)

    def _open_part(self, code: str) -> None:
        name = self.listed[int(code)].place
        if any(place.name == name for place in places.PLACES):
            self.main.go(name)

    # The matrix

    def _matrix_columns(self) -> list[Column]:
        benchmark, language = self.benchmark, current()
        first = in_language(benchmark.tier_names.get(benchmark.tier_kinds[0]), language)
        if len(benchmark.tier_kinds) > 1:
            names = [
                in_language(tier.name, language)
                for tier in benchmark.tiers
                if tier.tier == benchmark.tier_kinds[1]
            ]
        else:
            names = [level_text(benchmark, level.id) for level in benchmark.scale] + [NOT_YET]
        return [Column(first, 14, share=2), *(Column(name, 4, share=1) for name in names)]

    def _show_matrix(self) -> None:
        benchmark = self.benchmark
        team = dict(
            self.review.connection.execute(
                "SELECT code, level FROM consensus WHERE level IS NOT NULL"
            ).fetchall()
        )
        self.matrix.show([Item(one.id, cells) for one, cells in _matrix(benchmark, team)])

    # What comes

    def _coming(self) -> Iterator[Block]:
        asked, without = open_questions(self.review)
        words = ngettext("{n} open question", "{n} open questions", asked).format(n=asked)
        if without:
            words += ", " + _("{n} without a slot or a document").format(n=without)
        yield Block(words, "open" if without else "")
        unheld = self.review.connection.execute("SELECT count(*) FROM conflict").fetchone()[0]
        if unheld:
            words = keyed(
                ngettext(
                    "{n} conflict to settle (<go.conflicts>)",
                    "{n} conflicts to settle (<go.conflicts>)",
                    unheld,
                )
            )
            yield Block(words.format(n=unheld), "bad")
        members = self.review.connection.execute("SELECT count(*) FROM member").fetchone()[0]
        if not members:
            yield Block(
                keyed(_("Nobody is in the team yet. <overview.who>: add yourself, then the others.")), "open"
            )
        yield GAP
        most = max(8, (self.main.size.height - 22) // 2)
        yield from _slots(self.review.connection.execute(_NEXT_SLOTS, (_today(), most)).fetchall())
        yield GAP
        yield Block(_("Written last"), "heading")
        for code, words in self.review.connection.execute(_WRITTEN_LAST, (most,)).fetchall():
            yield Block(
                fit(one_line(words), max(64, self.main.size.width // 2 - 16)).rstrip(),
                label=f"{code_in_words(code)}  ",
                code=code,
            )


_NEXT_SLOTS = (
    "SELECT code, day, start, title, pair, room, type FROM slot "
    "WHERE day >= ? AND coalesce(status, 'planned') IN ('planned', 'confirmed') "
    "ORDER BY day, start, code LIMIT ?"
)

_WRITTEN_LAST = "SELECT code, substr(words, 1, 140) FROM search_entry ORDER BY id DESC LIMIT ?"


def _today() -> str:
    return datetime.now().astimezone().strftime("%Y-%m-%d")


def _slots(rows: Sequence[Sequence[str | None]]) -> Iterator[Block]:
    yield Block(_("Next in the programme"), "heading")
    if not rows:
        yield Block(_("Nothing ahead."), "muted")
    for code, day, start, title, pair, room, kind in rows:
        who = _("pair {letter}").format(letter=pair) if pair else ""
        where = " · ".join(part for part in (who, room) if part)
        text = f"{title or choice(kind)}" + (f"  ({where})" if where else "")
        yield Block(text, label=f"{short_day(day)} {start or ''} ", code=code or "")


def _terms(row: dict[str, object], width: int) -> Iterator[Block]:
    """Yield what is reviewed when, in one line, and the phase with what ends it."""
    phase = row.get("phase")
    number = phase if isinstance(phase, int) and 0 <= phase < len(PHASES) else 0
    city = ", ".join(str(part) for part in (row.get("city"), row.get("country")) if part)
    dates = " – ".join(short_day(str(day)) for day in (row.get("starts_on"), row.get("ends_on")) if day)
    mode = row.get("mode")
    kind = choice(str(mode)) if mode else ""
    yield Block(fit(" · ".join(part for part in (city, dates, kind) if part), width).rstrip(), "strong")
    words = labelled(_(PHASES[number]), _(DONE_WHEN[number]))
    yield Block(words, label=_("Phase {number}  ").format(number=number), label_role="accent")


def _part_item(place: int, part: Part) -> Item:
    return Item(str(place), (part.name, part.bar, part.figures, part.missing))


def _matrix(benchmark: Benchmark, team: dict[str, str]) -> Iterator[tuple[Tier, tuple[Cell, ...]]]:
    for chapter, within in benchmark.chapters():
        name = in_language(chapter.name, current())
        if len(benchmark.tier_kinds) > 1:
            inside = {section.id: ones for section, ones in benchmark.sections(chapter.id) if section}
            columns = [tier.id for tier in benchmark.tiers if tier.tier == benchmark.tier_kinds[1]]
            cells: list[Cell] = [_counted(benchmark, team, inside.get(one, ())) for one in columns]
        else:
            held = Counter(team.get(one.id) for one in within)
            cells = [_number(benchmark, level.id, held[level.id]) for level in benchmark.scale]
            cells.append(Styled(str(held[None] or ""), "muted"))
        yield chapter, (name, *cells)


def _number(benchmark: Benchmark, level: str, number: int) -> Cell:
    return Styled(str(number or ""), level_role(benchmark, level))


def _counted(benchmark: Benchmark, team: dict[str, str], within: Sequence[Indicator]) -> Cell:
    """Return the levels agreed on in one cell: the glyph and how many, then how many have none."""
    if not within:
        return Styled("", "muted")
    held = Counter(team.get(one.id) for one in within)
    parts = [f"{level.symbol}{held[level.id]}" for level in reversed(benchmark.scale) if held[level.id]]
    if held[None]:
        parts.append(f"{NOT_YET}{held[None]}")
    found = [level.id for level in benchmark.scale if held[level.id]]
    role = level_role(benchmark, found[0]) if len(found) == 1 else ("" if found else "muted")
    return Styled(" ".join(parts), role)
