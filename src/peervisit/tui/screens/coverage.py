"""The coverage board: indicators by groups of people, thin first, and whose voices are missing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from peervisit.i18n import N_, _, current, long_day, ngettext, short_day
from peervisit.model.benchmark import in_language
from peervisit.tui import coverage_text
from peervisit.tui.commands import Command
from peervisit.tui.commands.everywhere import LIST
from peervisit.tui.commands.key_words import keyed
from peervisit.tui.options import Option
from peervisit.tui.plain import one_line
from peervisit.tui.screens.base import ReviewScreen
from peervisit.tui.screens.records import FILTER as RECORDS_FILTER
from peervisit.tui.widgets.detail import Detail
from peervisit.tui.widgets.filter_bar import FilterBar, matches
from peervisit.tui.widgets.picker import Picker
from peervisit.tui.widgets.record_list import RecordList
from peervisit.tui.widgets.split import Split

if TYPE_CHECKING:
    from peervisit.model.coverage import Row
    from peervisit.service.coverage import Coverage

FOCUS = Command(
    "coverage.put-on-focus",
    "f",
    N_("Focus"),
    N_("Put what is marked or under the cursor on the focus list for the next day, or take it off."),
    footer=True,
)
SLOTS = Command(
    "coverage.slots",
    "s",
    N_("Into slots"),
    N_("Ask about what is marked or under the cursor in slots of the next day."),
    footer=True,
)
ONLY = Command(
    "coverage.only", "o", N_("Only…"), N_("Show only one pillar, pair, day, or what is thin."), footer=True
)
VOICES = Command(
    "coverage.voices",
    "v",
    N_("Voices"),
    N_("Whose voices were not heard yet; again: the board."),
    footer=True,
)
BOARD_FILTER = Command(
    "coverage.filter", RECORDS_FILTER.keys, RECORDS_FILTER.label, RECORDS_FILTER.help, footer=True
)


class CoverageScreen(ReviewScreen):
    """What is known on each indicator from whom; computed once after each change, never on a key."""

    PLACE: ClassVar[str] = "coverage"
    HELP = N_(
        "Independent sources of each group on each indicator: + supports, − contradicts, ± both, = gives "
        "context; a sign alone is no independent source. ! is thin, ▸ is on the focus list; then sources, "
        "channels and open questions in all. Only… keeps the indicators that a pair or a day deals with, "
        "with all that is known on them."
    )
    USER_COMMANDS: ClassVar[tuple[Command, ...]] = (LIST[-1], FOCUS, SLOTS, ONLY, VOICES, BOARD_FILTER)
    DEFAULT_CSS = """
    CoverageScreen.-narrow Split, CoverageScreen.-medium Split,
    CoverageScreen.-wide Split { layout: vertical; }
    CoverageScreen.-narrow Split > .list, CoverageScreen.-medium Split > .list,
    CoverageScreen.-wide Split > .list { width: 100%; height: 2fr; }
    CoverageScreen.-narrow Split > .detail, CoverageScreen.-medium Split > .detail,
    CoverageScreen.-wide Split > .detail {
        width: 100%; height: 1fr; border-left: none; border-top: hkey $border-blurred;
    }
    CoverageScreen.-medium Split > .list, CoverageScreen.-wide Split > .list { height: 1fr; }
    CoverageScreen.-medium Split > .detail, CoverageScreen.-wide Split > .detail { height: 10; }
    CoverageScreen Split > .detail:focus { border-left: none; border-top: hkey $border; }
    CoverageScreen #voices, CoverageScreen.-voices Split { display: none; }
    CoverageScreen.-voices #voices { display: block; }
    """

    found: Coverage

    def body(self) -> Iterable[Widget]:
        """Make the filter, the board with its detail, and the voices behind it."""
        self.words = ""
        self.only: tuple[str, str] = ("", "")
        self.rows: dict[str, Row] = {}
        self.filter = FilterBar(self._filtered)
        self.list = RecordList(
            coverage_text.COLUMNS,
            on_highlight=self._show,
            on_open=self._open,
            marks=True,
            empty=keyed(
                _(
                    "No indicator fits.\n<coverage.only> shows everything; esc in the filter takes the "
                    "words away."
                )
            ),
            classes="list filtered",
        )
        self.detail = Detail(on_open=self.main.open_code, classes="detail")
        self.voices = Detail(on_open=self.main.open_code, id="voices")
        yield self.filter
        yield Split(self.list, self.detail)
        yield self.voices

    def refresh_data(self) -> None:
        """Compute the board once."""
        from peervisit.service.coverage import coverage

        self.found = coverage(self.review)
        self.rows = {row.indicator: row for row in self.found.rows}
        self._items = {code: coverage_text.item(self.found, row) for code, row in self.rows.items()}
        self._show_rows()
        self.voices.show(coverage_text.voices(self.found), keep_place=True)

    def _show_rows(self) -> None:
        by_id = self.benchmark.by_id
        self.list.show(
            [
                item
                for code, item in self._items.items()
                if self._kept(code) and matches(self.words, code, by_id[code].heading(current()))
            ]
        )
        if not self.list.rows:
            self.detail.show([])

    def _kept(self, code: str) -> bool:
        field, value = self.only
        if field == "thin":
            return self.rows[code].thin
        if field == "focus":
            return code in self.found.focus
        if field == "tier":
            return value in self.benchmark.by_id[code].tiers
        if field in ("pair", "day"):
            return code in (self.found.by_pair if field == "pair" else self.found.by_day).get(value, ())
        return True

    def _show(self, code: str) -> None:
        row = self.rows.get(code)
        self.detail.show(coverage_text.blocks(self.found, row) if row else [])

    def note(self) -> str:
        """Say how many are thin, and what is shown only."""
        if not self.rows:
            return ""
        thin = sum(row.thin for row in self.rows.values())
        said = ngettext("{n} thin of {total}", "{n} thin of {total}", thin).format(
            n=thin, total=len(self.rows)
        )
        field, value = self.only
        if not field:
            return said
        names = {
            "thin": _("thin"),
            "focus": _("focus list"),
            "pair": _("Pair {pair}").format(pair=value),
            "day": short_day(value),
        }
        # First, because a narrow status line cuts what comes last.
        return _("only") + f" {names.get(field, value)} · {said}"

    def reveal(self, kind: str, code: str) -> None:
        """Put the cursor on an indicator."""
        self.list.go_to(code)
        self.list.focus()

    # Acting

    def _filtered(self, words: str) -> None:
        self.words = words
        self._show_rows()

    def action_filter(self) -> None:
        """Type into the filter."""
        self._turn_to(voices=False)
        self.filter.open()

    def _open(self, code: str) -> None:
        from peervisit.tui.screens.dossier import show_dossier

        show_dossier(self.main, code)

    def action_open(self) -> None:
        """Open the dossier of the indicator under the cursor."""
        if self.list.code is not None:
            self._open(self.list.code)

    def action_voices(self) -> None:
        """Show whose voices were not heard, or the board again."""
        self._turn_to(voices=not self.has_class("-voices"))

    def _turn_to(self, *, voices: bool) -> None:
        self.set_class(voices, "-voices")
        if voices:
            self.main.focus_on(self.voices)  # it has lines only once it is laid out
        else:
            self.list.focus()

    def action_put_on_focus(self) -> None:
        """Put indicators on the focus list, or take them off; the list is the debrief's."""
        from peervisit.service.coverage import put_on_focus

        codes = self._chosen()
        if not codes:
            return
        on = put_on_focus(self.review, self.found.evening, codes)
        self.main.did("indicator", lambda _codes: self.action_put_on_focus())
        self.list.unmark()
        self.wrote()
        day = self.found.next_day
        if not day:
            words = _("focus list kept with the debrief of {evening}; no later day is in the programme")
        elif on:
            words = keyed(_("{count} on the focus list for {day}; <coverage.slots> puts them into slots"))
        else:
            words = ngettext(
                "{count} taken off the focus list for {day}",
                "{count} taken off the focus list for {day}",
                len(codes),
            )
        self.main.say(words.format(count=len(codes), day=long_day(day), evening=long_day(self.found.evening)))

    def chosen(self, kind: str) -> list[str]:
        """Return the indicators that are marked or under the cursor."""
        return self._chosen() if kind == "indicator" else []

    def _chosen(self) -> list[str]:
        return [] if self.has_class("-voices") else self.list.codes

    def action_slots(self) -> None:
        """Choose the slots of the next day in which these indicators are asked about."""
        codes = self._chosen()
        if not codes:
            return
        options = [
            Option(slot.code, f"{slot.start or ''} {one_line(slot.title)}", slot.pair or "")
            for slot in self.found.coming
        ]
        if not options:
            self.main.say(_("no slot is planned for the next day of the visit"))
            return
        held = {slot.code for slot in self.found.coming if set(codes) <= set(slot.focus)}
        title = _("Ask about {codes} in which slots?").format(codes=", ".join(codes[:4]))
        picker = Picker(title, options, several=True, chosen=sorted(held))
        self.main.push_screen(picker, lambda chosen: self._ask_in(codes, held, chosen))

    def _ask_in(self, codes: list[str], held: set[str], chosen: dict[str, str] | None) -> None:
        from peervisit.service.coverage import ask_in

        wanted = [code for code in chosen or () if code not in held]
        if wanted:
            ask_in(self.review, wanted, codes)
            self.list.unmark()
            self.wrote()
            again = dict.fromkeys(wanted, "")
            self.main.did("indicator", lambda others: self._ask_in(others, set(), again))

    def action_only(self) -> None:
        """Choose what to show only."""
        language = current()
        said = {
            "*": _("everything"),
            "thin:": _("thin"),
            "focus:": _("focus list"),
            **{f"tier:{one.id}": in_language(one.name, language) for one in self.benchmark.tiers},
            **{f"pair:{one}": _("Pair {pair}").format(pair=one) for one in self.found.by_pair},
            **{f"day:{one}": long_day(one) for one in self.found.by_day},
        }
        options = [Option(code, text, silent=True) for code, text in said.items()]
        self.main.push_screen(Picker(_("Show only"), options), self._only)

    def _only(self, chosen: dict[str, str] | None) -> None:
        if chosen is None:
            return
        field, _colon, value = next(iter(chosen), "*").partition(":")
        self.only = ("", "") if field == "*" else (field, value)
        self._turn_to(voices=False)
        self._show_rows()
        self.show_status()
