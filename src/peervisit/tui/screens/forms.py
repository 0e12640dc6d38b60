"""The Word forms: making one, what came back of it, and taking in what came back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual.widget import Widget

from peervisit import locations
from peervisit.i18n import N_, _, labelled, languages, meant, ngettext, short_day
from peervisit.store.read import Row
from peervisit.tui.commands import Command
from peervisit.tui.commands.key_words import keyed
from peervisit.tui.options import choices_of, language_options
from peervisit.tui.said import said
from peervisit.tui.screens.base import ReviewScreen
from peervisit.tui.screens.records import label_of, section, titled
from peervisit.tui.status import local_time
from peervisit.tui.widgets.detail import Block, Detail
from peervisit.tui.widgets.picker import Picker
from peervisit.tui.widgets.record_list import RecordList
from peervisit.tui.widgets.rows import Column, Item
from peervisit.tui.widgets.split import Split
from peervisit.tui.widgets.text_dialogs import LineDialog

MAKE = Command("forms.make", "n", N_("New form"), N_("Make a form for the host or for a peer."), footer=True)
INTAKE = Command(
    "forms.intake",
    "i",
    N_("Take in"),
    N_("Take in a form, or a report, that came back; you see first what it brings."),
    footer=True,
)
TYPES = ("self-assessment", "desk-review", "comments", "response")


class FormsScreen(ReviewScreen):
    """Which forms were sent out, and which came back."""

    PLACE: ClassVar[str] = "forms"
    HELP = N_(
        "<forms.make> makes a Word form: the host's self-assessment, a peer's desk review, "
        "the host's comments on the draft, its response to the recommendations. "
        "<forms.intake> takes in what came back: first you see what it brings and settle "
        "what is not clear; then all of it is taken as one step. Nobody's words are written "
        "over: what was changed meanwhile stands as a conflict."
    )
    USER_COMMANDS: ClassVar[tuple[Command, ...]] = (MAKE, INTAKE)
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column(N_("Code"), 8, role="muted"),
        Column(N_("Form"), share=2),
        Column(N_("For"), 5),
        Column(N_("Issued"), 11, role="muted", from_width=60),
        Column(N_("Back by"), 11, from_width=70),
        Column(N_("Returned"), 8),
    )

    def body(self) -> Iterable[Widget]:
        """Make the list of forms and the detail."""
        self.rows: dict[str, Row] = {}
        self.making: dict[str, str] = {}
        self.list = RecordList(
            self.COLUMNS,
            on_highlight=self._show,
            empty=keyed(
                _(
                    "No form was made yet.\n<forms.make> makes one; <forms.intake> takes in one that came "
                    "back."
                )
            ),
            classes="list",
        )
        self.detail = Detail(classes="detail")
        yield Split(self.list, self.detail)

    def refresh_data(self) -> None:
        """Read the forms."""
        self.rows = self.review.rows("form")
        self.list.show([Item(code, self._cells(row)) for code, row in self.rows.items()])
        if not self.rows:
            self.detail.show([])

    def _cells(self, row: Row) -> tuple[Any, ...]:
        back = str(len(row["returned"])) if row["returned"] else "–"
        issued = short_day((row["issued_at"] or "")[:10])
        return row["code"], label_of(row["type"]), row["member"] or "", issued, short_day(row["due_on"]), back

    def note(self) -> str:
        """Say how many there are, and how many came back."""
        back = sum(1 for row in self.rows.values() if row["returned"])
        words = ngettext("{n} form, {back} back", "{n} forms, {back} back", len(self.rows))
        return words.format(n=len(self.rows), back=back)

    def _show(self, code: str) -> None:
        row = self.rows.get(code)
        self.detail.show(self._blocks(row) if row else [])

    def _blocks(self, row: Row) -> Iterable[Block]:
        yield Block(label_of(row["type"]), "strong", label=f"{row['code']}  ", label_role="heading")
        yield from titled(_("For whom"), row["member"])
        yield from titled(_("Language"), row["language"])
        yield from titled(_("Issued"), local_time(row["issued_at"]) if row["issued_at"] else "")
        yield from titled(_("Back by"), short_day(row["due_on"]))
        files = (Block(f"{digest[:16]}…", label=labelled(_("File"))) for digest in row["returned"])
        yield from section(_("Came back"), files)

    def reveal(self, kind: str, code: str) -> None:
        """Put the cursor on a form."""
        self.list.go_to(code)

    # Making

    def action_make(self) -> None:
        """Ask which form, for whom, in which language and where to; then make it."""
        self.making = {}
        self.main.push_screen(Picker(_("Which form"), choices_of(TYPES)), said(self.main, self._take_type))

    def _take_type(self, chosen: dict[str, str] | None) -> None:
        if not chosen:
            return
        self.making["type"] = next(iter(chosen))
        if self.making["type"] != "desk-review":
            self._ask_language()
            return
        from peervisit.service.visibility import judging_members
        from peervisit.tui.options import options_for

        judging = set(judging_members(self.review))
        options = [one for one in options_for(self.review, self.benchmark, "member") if one.code in judging]
        self.main.push_screen(Picker(_("For which peer"), options), said(self.main, self._take_member))

    def _take_member(self, chosen: dict[str, str] | None) -> None:
        if chosen:
            self.making["member"] = next(iter(chosen))
            self._ask_language()

    def _ask_language(self) -> None:
        row = self.review.row("review", "review") or {}
        own = meant(row.get("language"))
        options = language_options(languages())
        picker = Picker(_("Language of the form"), options, chosen=[own])
        self.main.push_screen(picker, said(self.main, self._take_language))

    def _take_language(self, chosen: dict[str, str] | None) -> None:
        if not chosen:
            return
        self.making["language"] = next(iter(chosen))
        path = self.review.path
        parts = self.making["type"], self.making.get("member", ""), self.making["language"]
        target = locations.beside(path, *parts, suffix=".docx")
        dialog = LineDialog(_("Where to write it"), _("path of a .docx file"), str(target))
        self.main.push_screen(dialog, said(self.main, self._make))

    def _make(self, typed: str | None) -> None:
        if not typed:
            return
        from peervisit.service import forms

        target = locations.meant(typed)
        code = forms.make_form(
            self.review,
            self.making["type"],
            target,
            member=self.making.get("member"),
            language=self.making["language"],
        )
        self.wrote()
        self.list.go_to(code)
        self.main.say(_("written: {file}, form {code}").format(file=target.name, code=code))

    # Taking in

    def action_intake(self) -> None:
        """Ask for the file, and show what it would bring."""
        dialog = LineDialog(_("Take in a form that came back"), _("path of a .docx file"))
        self.main.push_screen(dialog, said(self.main, self._intake))

    def _intake(self, typed: str | None) -> None:
        if typed:
            from peervisit.tui.screens.intake import IntakeScreen

            self.main.push_screen(IntakeScreen(locations.meant(typed)), said(self.main, self._taken))

    def _taken(self, said: str | None) -> None:
        if said:
            self.wrote()
            self.main.say(said)
