"""The interview records; Enter opens the note of one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from peervisit.i18n import N_, _, day_and_month, labelled
from peervisit.store.read import Row
from peervisit.tui import note_reading
from peervisit.tui.commands import Command
from peervisit.tui.commands.key_words import keyed
from peervisit.tui.levels import Styled
from peervisit.tui.note_keeping import NoteKeeper
from peervisit.tui.screens.closing import ClosingScreen, account
from peervisit.tui.screens.notes import NoteScreen
from peervisit.tui.screens.records import DELETE, EDIT, FILTER, RecordsScreen, section, titled
from peervisit.tui.status import local_time
from peervisit.tui.widgets.detail import Block
from peervisit.tui.widgets.field_form import open_form
from peervisit.tui.widgets.rows import Column

OPEN = Command("interview.open", "enter", N_("Note"), N_("Open the note."), footer=True)
ADD = Command("interview.add", "n", N_("New"), N_("Begin an interview that no slot plans."), footer=True)
CLOSE = Command(
    "interview.close", "c", N_("Close"), N_("Sort what is left and confirm the record."), footer=True
)
SWAP = Command(
    "interview.swap", "w", N_("Swap roles"), N_("Who leads takes the notes, and the other way round.")
)
FIELDS = (
    "slot", "started", "ended", "stakeholders", "lead", "note_taker", "language", "interpreted",
)  # fmt: skip
"""What the form shows; notes, key messages and remarks are typed beside the note, and kept there."""


class InterviewScreen(RecordsScreen):
    """Every interview record in order of time, with what is still missing in it."""

    PLACE: ClassVar[str] = "interview"
    KIND: ClassVar[str] = "interview"
    HELP = N_(
        "One record for each interview. <interview.open> opens its note, <interview.close> "
        "closes it: inbox, key messages, confirmation."
    )
    EMPTY: ClassVar[str] = N_(
        "No interview yet.\n<go.programme> shows the programme: <programme.begin> begins the "
        "interview of a slot.\n<interview.add> begins one without a slot."
    )
    SEARCHED: ClassVar[tuple[str, ...]] = ("notes", "key_messages", "remarks", "lead", "note_taker")
    USER_COMMANDS: ClassVar[tuple[Command, ...]] = (OPEN, ADD, CLOSE, EDIT, FILTER, SWAP, DELETE)
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column(N_("Code"), 8, role="muted"),
        Column(N_("Day"), 11, role="muted"),
        Column(N_("Interview"), share=3),
        Column(N_("Pair"), 7, from_width=60),
        Column(N_("Evidence"), 8, from_width=50),
        Column("✓", 3),
    )

    def read(self) -> dict[str, Row]:
        """Read the records with their slots, in order of time."""
        run = self.review.connection.execute
        self.slots = self.review.rows("slot")
        self.evidence = dict(run("SELECT interview, count(*) FROM evidence GROUP BY interview").fetchall())
        self.drafts = {
            str(row[0]).partition("/")[0]
            for row in run(
                "SELECT record FROM draft WHERE kind = 'interview' AND author = ?", (self.member or "",)
            )
        }
        rows = super().read()
        return dict(sorted(rows.items(), key=lambda pair: (self._order(pair[1]), pair[0])))

    def _order(self, row: Row) -> str:
        slot = self.slots.get(row["slot"] or "")
        planned = f"{slot['day'] or ''} {slot['start'] or ''}".strip() if slot else ""
        return planned or (row["started"] or "").replace("T", " ")

    def _when(self, row: Row) -> str:
        slot = self.slots.get(row["slot"] or "")
        if slot and (slot["day"] or slot["start"]):
            return f"{day_and_month(slot['day'])} {slot['start'] or ''}".strip()
        started = note_reading.moment(row["started"])
        return f"{day_and_month(started.date().isoformat())} {started:%H:%M}" if started else ""

    def cells(self, row: Row) -> tuple[Any, ...]:
        """Return code, day, what it is about, pair, evidence, and a mark for each who confirmed."""
        slot = self.slots.get(row["slot"] or "")
        named = (slot["title"] if slot else "") or ", ".join(row["stakeholders"]) or _("without a slot")
        pair = "/".join(one for one in (row["lead"], row["note_taker"]) if one)
        count = self.evidence.get(row["code"], 0)
        draft = row["code"] in self.drafts
        return (
            row["code"],
            self._when(row) or "–",
            Styled(f"✎ {named}", "open") if draft else named,
            pair or "–",
            str(count) if count else Styled("–", "muted"),
            self._confirmed(row),
        )

    def _confirmed(self, row: Row) -> Styled:
        """Return a mark for each of the pair: confirmed or not yet."""
        pair = list(dict.fromkeys(one for one in (row["lead"], row["note_taker"]) if one))
        marks = "".join("✓" if one in row["confirmed"] else "○" for one in pair)
        return Styled(marks or "–", "open" if "○" in marks or not marks else "good")

    def blocks(self, row: Row) -> Iterable[Block]:
        """Yield the state of the record, its key messages and the note."""
        found = note_reading.read_sitting(self.review, row["code"])
        if found is None:
            return
        yield Block(found.title, "strong", label=f"{row['code']}  ")
        if row["code"] in self.drafts:
            yield from self._draft_of(row["code"])
        if row["slot"]:
            yield Block(row["slot"], label=labelled(_("Slot")), code=row["slot"])
        for code in found.here:
            known = found.people.get(code)
            yield Block((known["role"] or "") if known else "", label=f"{code}  ", code=code)
        yield from titled(_("Started"), local_time(row["started"]) if row["started"] else "")
        yield from titled(_("Language"), row["language"])
        yield from section(
            _("Closing"), account(self.review.rows("document", "promised_in = ?", row["code"]), found)
        )
        yield from section(_("Team-only remarks"), titled("▲", row["remarks"]))
        yield from section(_("Notes"), [Block(row["notes"])] if row["notes"] else [])
        yield from section(
            _("Evidence"),
            (
                Block(one["statement"] or "", label=f"{code}  ", code=code)
                for code, one in found.evidence.items()
            ),
        )

    def _draft_of(self, code: str) -> Iterable[Block]:
        draft = NoteKeeper(self.review, code).draft()
        if draft is not None:
            yield Block(
                keyed(_("draft of {time}, {size} characters: <interview.open> opens it")).format(
                    time=local_time(draft.at), size=len(draft.text)
                ),
                "open",
                label="✎ ",
            )

    # Acting

    def _open(self, code: str) -> None:
        self.main.push_screen(NoteScreen(code))

    def action_open(self) -> None:
        """Open the note."""
        if self.list.code:
            self._open(self.list.code)

    def action_edit(self) -> None:
        """Open the form: when, who, in which language."""
        if self.list.code:
            open_form(self.main, "interview", self.list.code, only=FIELDS)

    def action_add(self) -> None:
        """Begin an interview without a slot."""
        from peervisit.service import visit

        preset: dict[str, Any] = {"started": visit.moment(self.review)}
        if self.member:
            preset["note_taker"] = self.member
        open_form(self.main, "interview", preset=preset, only=FIELDS, on_saved=self._begun)

    def _begun(self, code: str) -> None:
        self._added(code)
        self._open(code)

    def action_close(self) -> None:
        """Go to closing the interview."""
        if self.list.code:
            self.main.push_screen(ClosingScreen(self.list.code))

    def action_swap(self) -> None:
        """Swap lead and note-taker."""
        from peervisit.service import visit

        if self.list.code:
            visit.swap(self.review, "interview", self.list.code)
            self.wrote()
