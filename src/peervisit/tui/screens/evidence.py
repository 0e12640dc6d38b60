"""The evidence log: every statement, where it comes from, and which indicators it speaks to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from peervisit.i18n import N_, _, current, labelled
from peervisit.store.read import Row
from peervisit.tui.commands import Command
from peervisit.tui.levels import Styled
from peervisit.tui.options import Option, choices_of, options_for
from peervisit.tui.screens.records import RECORDS, RecordsScreen, label_of, section, titled
from peervisit.tui.status import local_time
from peervisit.tui.widgets.detail import Block
from peervisit.tui.widgets.picker import Picker
from peervisit.tui.widgets.rows import Column

LINK = Command(
    "evidence.link",
    "l",
    N_("Link"),
    N_("Link what is marked or under the cursor to indicators."),
    footer=True,
)
ONLY = Command(
    "evidence.only", "o", N_("Only…"), N_("Show only one source, indicator, nature or flag."), footer=True
)
PRACTICE = Command("evidence.good-practice", "g", N_("Good practice"), N_("Flag or unflag as good practice."))
FOLLOW = Command("evidence.follow-up", "f", N_("Follow up"), N_("Flag or unflag for follow-up."))
VOID = Command("evidence.withdraw", "w", N_("Withdraw"), N_("Void or restore the evidence under the cursor."))

SIGNS = {"supports": "+", "contradicts": "−", "context": "="}
DIRECTIONS = ("supports", "contradicts", "context")


class EvidenceScreen(RecordsScreen):
    """All evidence, newest last, with filters and links."""

    PLACE: ClassVar[str] = "evidence"
    KIND: ClassVar[str] = "evidence"
    HELP = N_("Every statement heard, read, seen or claimed. + supports, − contradicts, = gives context.")
    EMPTY: ClassVar[str] = N_(
        "No evidence yet.\n<records.add> adds an item; in an interview, <note.take> takes it from the note."
    )
    SEARCHED: ClassVar[tuple[str, ...]] = ("statement", "remarks", "page")
    USER_COMMANDS: ClassVar[tuple[Command, ...]] = (*RECORDS, LINK, ONLY, PRACTICE, FOLLOW, VOID)
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column(N_("Code"), 9, role="muted"),
        Column(N_("Statement"), share=4),
        Column(N_("Channel"), 8, from_width=60, role="muted"),
        Column(N_("Indicators"), 24, from_width=70),
        Column(N_("Flags"), 5),
    )

    only: tuple[str, str] | None = None
    """What is shown only: the field and the value, as chosen with ``o``."""

    def read(self) -> dict[str, Row]:
        """Read the evidence in the order in which it was recorded."""
        rows = super().read()
        return dict(sorted(rows.items(), key=lambda pair: str(pair[1]["recorded_at"] or "")))

    def cells(self, row: Row) -> tuple[Any, ...]:
        """Return code, statement, channel, indicators and flags."""
        statement = row["statement"] or ""
        links = " ".join(f"{SIGNS.get(way, '?')}{code}" for code, way in row["indicators"].items())
        return (
            row["code"],
            Styled(f"✗ {statement}", "muted") if row["withdrawn"] else statement,
            label_of(row["channel"]),
            links or Styled(_("not linked"), "open"),
            flags(row),
        )

    def keep(self, row: Row) -> bool:
        """Whether the item passes the filter chosen with ``o``."""
        if self.only is None:
            return True
        field, value = self.only
        if field == "unlinked":
            return not row["indicators"]
        if field in ("indicators", "stakeholders"):
            return value in row[field]
        if field == "flag":
            return bool(row[value])
        return bool(row[field] == value)

    def clear_filters(self) -> None:
        """Show all evidence."""
        self.only = None
        super().clear_filters()

    def note(self) -> str:
        """Say how many are shown, and of what only."""
        said = super().note()
        return f"{said} · " + _("only") + f" {label_of(self.only[1]) or self.only[0]}" if self.only else said

    def blocks(self, row: Row) -> Iterable[Block]:
        """Yield the statement, where it comes from, and what it speaks to."""
        yield Block(statement_in_full(row), "strong")
        if row["withdrawn"]:
            yield Block(_("Withdrawn: {reason}").format(reason=row["withdrawn_reason"] or "–"), "bad")
        yield from titled(_("Nature"), label_of(row["nature"]))
        yield from titled(_("Channel"), label_of(row["channel"]))
        for name, title in (("interview", _("Interview")), ("document", _("Document"))):
            if row[name]:
                page = f", {row['page']}" if name == "document" and row["page"] else ""
                yield Block(row[name] + page, label=labelled(title), code=row[name])
        for code in row["stakeholders"]:
            yield Block(self._role(code), label=labelled(_("Said by"), f"{code}  "), code=code)
        if row["self_assessment"]:
            yield from titled(_("Self-assessment on"), row["self_assessment"])
        yield from titled(_("Confidence"), label_of(row["confidence"]))
        yield from titled(_("Attribution"), label_of(row["attribution"]))
        if row["quote"]:
            permitted = _("yes") if row["quote_permitted"] else _("no")
            yield from titled(_("Permission to quote"), permitted)
        yield from titled(
            _("Recorded"), f"{row['recorded_by'] or ''} {local_time(row['recorded_at'] or '')}".strip()
        )
        yield from titled(_("Team-only remarks"), row["remarks"])
        yield from section(_("Indicators"), self._links(row))

    def _links(self, row: Row) -> Iterable[Block]:
        for code, way in row["indicators"].items():
            known = self.benchmark.by_id.get(code)
            words = known.heading(current()) if known else ""
            yield Block(f"{label_of(way)} · {words}", label=f"{SIGNS.get(way, '?')} {code}  ", code=code)

    def _role(self, code: str) -> str:
        row = self.review.connection.execute(
            "SELECT role, organisation FROM stakeholder WHERE code = ?", (code,)
        ).fetchone()
        return ", ".join(part for part in row if part) if row else ""

    # Acting

    def action_link(self) -> None:
        """Choose the indicators that the items speak to."""
        codes = self.list.codes
        if not codes:
            return
        chosen = self.rows[codes[0]]["indicators"] if len(codes) == 1 else {}
        picker = Picker(
            _("Speaks to which indicators?"),
            options_for(self.review, self.benchmark, "indicator"),
            several=True,
            chosen=chosen,
            values=choices_of(DIRECTIONS),
        )
        self.main.push_screen(picker, lambda links: self._link(codes, links))

    def _link(self, codes: list[str], links: dict[str, str] | None, *, add: bool = False) -> None:
        """Link one item to exactly these indicators, and several (or ``add``) to these too."""
        from peervisit.service import records

        if links is None:
            return
        with self.review.transaction():
            self.review.name_step(f"link evidence {codes[0] if len(codes) == 1 else len(codes)}")
            for code in codes:
                kept = {} if len(codes) == 1 and not add else self.rows[code]["indicators"]
                records.edit(self.review, "evidence", code, {"indicators": {**kept, **links}})
        self.list.unmark()
        self.wrote()
        self.main.did("evidence", lambda others: self._link(others, links, add=True))

    def action_only(self) -> None:
        """Choose what to show only."""
        said = {
            "*": _("everything"),
            "unlinked:": _("not linked to an indicator"),
            "flag:good_practice": _("good practice"),
            "flag:follow_up": _("follow up"),
            "flag:quote": _("quotes"),
            "flag:withdrawn": _("withdrawn"),
            **{f"channel:{one}": label_of(one) for one in ("heard", "read", "seen", "claimed")},
            **{f"nature:{one}": label_of(one) for one in ("fact", "figure", "opinion", "observation")},
        }
        for field, kind in (
            ("interview", "interview"),
            ("stakeholders", "stakeholder"),
            ("document", "document"),
            ("recorded_by", "member"),
            ("indicators", "indicator"),
        ):
            said |= {
                f"{field}:{one.code}": f"{one.code}  {one.text}"
                for one in options_for(self.review, self.benchmark, kind)
            }
        options = [Option(code, text, silent=True) for code, text in said.items()]
        self.main.push_screen(Picker(_("Show only"), options), self._only)

    def _only(self, chosen: dict[str, str] | None) -> None:
        if chosen is None:
            return
        field, colon, value = next(iter(chosen), "*").partition(":")
        self.only = (field, value) if colon else None
        self._show_rows()
        self.show_status()

    def action_good_practice(self) -> None:
        """Flag or unflag as good practice."""
        self._turn("good_practice")

    def action_follow_up(self) -> None:
        """Flag or unflag for follow-up."""
        self._turn("follow_up")

    def action_withdraw(self) -> None:
        """Void or restore."""
        self._turn("withdrawn")

    def _turn(self, field: str) -> None:
        codes = self.list.codes
        if codes:
            self._set(codes, field, not self.rows[codes[0]][field])

    def _set(self, codes: list[str], field: str, value: bool) -> None:
        from peervisit.service import records

        with self.review.transaction():
            self.review.name_step(f"edit evidence {codes[0] if len(codes) == 1 else len(codes)}")
            for code in codes:
                records.edit(self.review, "evidence", code, {field: value})
        self.list.unmark()
        self.wrote()
        self.main.did("evidence", lambda others: self._set(others, field, value))


def flags(row: Row) -> str:
    """Return the flags of an item as glyphs: good practice, follow-up, quote, sensitive."""
    glyphs = (("good_practice", "★"), ("follow_up", "!"), ("quote", "“"), ("sensitive", "§"))
    return "".join(glyph for name, glyph in glyphs if row[name])


def statement_in_full(row: Row) -> str:
    """Return the statement, in quotation marks where it is somebody's own words."""
    statement = row["statement"] or ""
    return _("“{words}”").format(words=statement) if row["quote"] else statement
