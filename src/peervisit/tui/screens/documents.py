"""The documents that the team has, wants, or was promised."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from peervisit.i18n import N_, _, labelled, short_day
from peervisit.service import attachments
from peervisit.service.attachments import Attached
from peervisit.store.read import Row
from peervisit.tui.commands import Command
from peervisit.tui.commands.key_words import keyed
from peervisit.tui.levels import Styled
from peervisit.tui.screens.records import RECORDS, RecordsScreen, label_of, section, titled
from peervisit.tui.widgets.detail import Block
from peervisit.tui.widgets.rows import Column

RECEIVED = Command(
    "documents.received", "r", N_("Received"), N_("Note that the marked documents came today."), footer=True
)
ATTACH = Command("documents.attach", "a", N_("Attach"), N_("Tie a file to the document: hash and words."))
OPEN = Command("documents.open_file", "o", N_("Open file"), N_("Open the file of the document."))
_ROLES = {"received": "good", "promised": "open", "wanted": "open", "refused": "bad"}


class DocumentsScreen(RecordsScreen):
    """Documents, and what was read in each."""

    PLACE: ClassVar[str] = "documents"
    KIND: ClassVar[str] = "document"
    HELP = N_("What there is to read, from the moment it is wanted.")
    EMPTY: ClassVar[str] = N_("No documents yet.\n<records.add> adds one that you have or want.")
    SEARCHED: ClassVar[tuple[str, ...]] = ("author", "remarks", "link")
    USER_COMMANDS: ClassVar[tuple[Command, ...]] = (*RECORDS, RECEIVED, ATTACH, OPEN)
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column(N_("Code"), 8, role="muted"),
        Column(N_("Title"), share=3),
        Column(N_("Kind"), 16, from_width=90),
        Column(N_("Date"), 11, from_width=70, role="muted"),
        Column(N_("Status"), 12),
        Column(N_("Used"), 4),
    )

    def read(self) -> dict[str, Row]:
        """Read the documents, and how much evidence each gave."""
        run = self.review.connection.execute
        sql = "SELECT document, count(*) FROM evidence WHERE document IS NOT NULL GROUP BY document"
        self.used = dict(run(sql).fetchall())
        return super().read()

    def cells(self, row: Row) -> tuple[Any, ...]:
        """Return code, title, kind, date, status, and how often it was used."""
        status = row["status"] or ""
        return (
            row["code"],
            row["title"] or row["link"] or "",
            label_of(row["type"]),
            short_day(row["dated"]),
            Styled(label_of(status), _ROLES.get(status, "muted")),
            str(self.used.get(row["code"], "–")),
        )

    def blocks(self, row: Row) -> Iterable[Block]:
        """Yield what it is, how it came, and what was read in it."""
        yield Block(row["title"] or row["code"], "strong")
        yield from titled(_("Author"), row["author"])
        yield from titled(_("Date"), short_day(row["dated"]))
        yield from titled(_("Kind of document"), label_of(row["type"]))
        yield from titled(_("Language"), row["language"])
        yield from titled(_("Public"), {1: _("yes"), 0: _("no")}.get(row["public"]))
        yield from titled(_("Issued by the host"), {1: _("yes"), 0: _("no")}.get(row["host"]))
        yield from titled(_("Status"), label_of(row["status"]))
        yield from titled(_("Received on"), short_day(row["received_on"]))
        yield from titled(_("Wanted by"), row["wanted_by"])
        if row["promised_in"]:
            yield Block(row["promised_in"], label=labelled(_("Promised in")), code=row["promised_in"])
        yield from titled(_("Link or file name"), row["link"])
        found = attachments.state(self.review, row, thorough=False)
        yield from titled(_("File"), attachments.words_for(found))
        yield from titled(_("Team-only remarks"), row["remarks"])
        yield from section(_("Read in it"), self._read_in(row["code"]))

    def _read_in(self, code: str) -> Iterable[Block]:
        for row in self.review.connection.execute(
            "SELECT code, page, statement FROM evidence WHERE document = ? ORDER BY recorded_at, code",
            (code,),
        ):
            page = f"{row[1]}: " if row[1] else ""
            yield Block(page + (row[2] or ""), label=f"{row[0]}  ", code=row[0])

    def action_attach(self) -> None:
        """Tie a file to the document under the cursor."""
        from peervisit.tui.screens.attach import AttachScreen

        if self.list.code:
            self.main.push_screen(AttachScreen(self.list.code), self._attached)

    def _attached(self, made: Attached | None) -> None:
        if made is not None:
            self.wrote()
            self.main.say(made.reason or _("attached; its words can be searched"))

    def action_open_file(self) -> None:
        """Open the file of the document in the program for its kind."""
        row = self.rows.get(self.list.code or "")
        if row is None:
            return
        place = attachments.file_of(self.review, row["code"])
        found = attachments.state(self.review, row)
        if place is None or not place.exists():
            self.main.say(
                attachments.words_for(found) or keyed(_("no file yet; <documents.attach> attaches one"))
            )
            return
        if found == "changed":
            self.main.say(attachments.words_for(found))
        self.app.open_url(place.as_uri(), new_tab=True)

    def action_received(self) -> None:
        """Note that documents came today."""
        from peervisit.service import records

        codes = self.list.codes
        today = self.review.now().astimezone().strftime("%Y-%m-%d")
        if codes:
            with self.review.transaction():
                self.review.name_step(f"edit document {codes[0] if len(codes) == 1 else len(codes)}")
                for code in codes:
                    records.edit(self.review, "document", code, {"status": "received", "received_on": today})
            self.list.unmark()
            self.wrote()
