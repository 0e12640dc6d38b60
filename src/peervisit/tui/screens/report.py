"""The report: what it will say, what the rules find before it goes out, and writing it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.widget import Widget

from peervisit import locations
from peervisit.i18n import N_, _, current, meant, ngettext
from peervisit.model.choices import code_in_words
from peervisit.tui.commands import Command
from peervisit.tui.commands.key_words import keyed
from peervisit.tui.levels import Styled
from peervisit.tui.messages import ReportWritten
from peervisit.tui.options import LANGUAGES, Option, choices_of, language_options
from peervisit.tui.printing import PaperLook, Printing
from peervisit.tui.said import said
from peervisit.tui.screens.base import ReviewScreen
from peervisit.tui.screens.records import label_of
from peervisit.tui.widgets.detail import GAP, Block, Detail
from peervisit.tui.widgets.field_form import open_form
from peervisit.tui.widgets.picker import Picker
from peervisit.tui.widgets.record_list import RecordList
from peervisit.tui.widgets.rows import Column, Item
from peervisit.tui.widgets.split import Split
from peervisit.tui.widgets.text_dialogs import LineDialog

if TYPE_CHECKING:
    from peervisit.service.reporting import Look

WRITE = Command(
    "report.write", "w", N_("Write"), N_("Write the report as a Word file, and check it."), footer=True
)
EDITION = Command("report.edition", "e", N_("Edition"), N_("For the host, or for the team."), footer=True)
LANGUAGE = Command("report.language", "l", N_("Language"), N_("The language of the report."), footer=True)
STATUS = Command(
    "report.status", "s", N_("Draft/final"), N_("Draft for factual check, or final."), footer=True
)
PAPERS = Command(
    "report.papers",
    "p",
    N_("Print"),
    N_("Write the handout, the programme or the evidence log."),
    footer=True,
)
LOOK = Command("report.look", "a", N_("Look"), N_("Letter paper, page numbers, and a PDF too."))
TEMPLATE = Command(
    "report.template", "m", N_("Template"), N_("Write the report on a Word template of your own.")
)
TERMS = Command(
    "report.terms", "t", N_("Terms"), N_("Edit mandate, dates, limits, summary and next steps."), footer=True
)

EDITIONS: dict[str, str] = {
    "host": N_("host's edition: nothing that consent does not allow, no team remarks"),
    "team": N_("team's edition: the full trail"),
}
LOOKS: dict[str, str] = {
    "letter": N_("Letter paper instead of A4"),
    "page-numbers": N_("page numbers in the contents list, counted by LibreOffice"),
    "pdf": N_("as PDF too, made by LibreOffice"),
}


class ReportScreen(Printing, ReviewScreen):
    """The report in two editions, and what the rules find before it goes out."""

    PLACE: ClassVar[str] = "report"
    HELP = N_(
        "<report.write> writes the report beside the review file; it is opened again and "
        "counted before it replaces an earlier one. The rules below warn, they never block."
    )
    USER_COMMANDS: ClassVar[tuple[Command, ...]] = (
        WRITE,
        EDITION,
        LANGUAGE,
        STATUS,
        TERMS,
        PAPERS,
        LOOK,
        TEMPLATE,
    )
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column(N_("Rule"), 5, role="muted"),
        Column(N_("Record"), 20, from_width=90),
        Column(N_("What the rules find"), share=3),
    )

    def body(self) -> Iterable[Widget]:
        """Make the list of findings and the account."""
        self.edition = "host"
        self.report_language = ""
        self.findings: list[Any] = []
        self.written: list[str] = []
        self.look: set[str] = set()
        self.template: Path | None = None
        self.template_says: list[str] = []
        self.list = RecordList(
            self.COLUMNS,
            on_open=self._open,
            on_highlight=lambda _place: self._show_account(),
            empty=keyed(_("The rules find nothing. <report.write> writes the report.")),
            classes="list",
        )
        self.detail = Detail(on_open=self.main.open_code, classes="detail")
        yield Split(self.list, self.detail)

    def refresh_data(self) -> None:
        """Check the rules and count what the report will hold."""
        from peervisit import i18n
        from peervisit.model.rules import check, unmet
        from peervisit.service.snapshot import snapshot

        data = snapshot(self.review)
        self.findings = unmet(check(data))
        self._terms = data.review
        self._conflicts = len(data.conflicts)
        self._counts = {
            _("indicators with a level"): sum(1 for one in data.consensus.values() if one.level),
            _("interviews"): len(data.interview),
            _("evidence"): sum(1 for one in data.evidence.values() if not one.withdrawn),
            _("conclusions"): len(data.conclusion),
            _("recommendations"): len(data.recommendation),
            _("good practices"): len(data.practice),
        }
        translator = i18n.translator(current())
        # A code with a meaning, such as GG-AMB-1/AR/before, is said in words.
        self._told = [
            (code_in_words(one.code), one.text(translator).replace(one.code, code_in_words(one.code)))
            for one in self.findings
        ]
        self.list.show(
            [
                Item(str(place), (Styled(self.findings[place].rule, "open"), *told))
                for place, told in enumerate(self._told)
            ]
        )
        self._show_account()

    def _show_account(self) -> None:
        self.detail.show(self._account())

    def _account(self) -> Iterable[Block]:
        place = self.list.code
        if place and int(place) < len(self.findings):
            rule, (_code, words) = self.findings[int(place)].rule, self._told[int(place)]
            yield Block(words, label=f"{rule}  ", label_role="open")
            yield GAP
        yield Block(_("The report"), "heading")
        yield Block(_(EDITIONS[self.edition]), label=_("Edition: "))
        yield Block(LANGUAGES.get(self._language(), self._language()), label=_("Language: "))
        yield Block(label_of(self._terms.status or "draft"), label=_("Status: "))
        yield Block(self.target().name, label=_("File: "))
        if self._conflicts:
            words = keyed(
                ngettext(
                    "{n} conflict to settle (<go.conflicts>)",
                    "{n} conflicts to settle (<go.conflicts>)",
                    self._conflicts,
                )
            )
            yield Block(words.format(n=self._conflicts), "bad")
        for name in LOOKS:
            if name in self.look:
                yield Block(_(LOOKS[name]))
        if self.template is not None:
            yield Block(self.template.name, label=_("Template: "))
            for line in self.template_says:
                yield Block(line, "muted", indent=2)
        if self.written:
            yield GAP
            yield Block(_("Written"), "heading")
            for line in self.written:
                yield Block(line)
        yield GAP
        yield Block(_("It will hold"), "heading")
        for name, count in self._counts.items():
            yield Block(name, label=f"{count:>4}  ")
        yield GAP
        yield Block(_("Not met yet, by rule"), "heading")
        from peervisit.model.rules import RULES

        for rule, count in sorted(Counter(one.rule for one in self.findings).items()):
            yield Block(_(RULES[rule]), label=f"{count:>4}  {rule}  ")

    def note(self) -> str:
        """Say how many findings there are."""
        return ngettext("{n} finding of the rules", "{n} findings of the rules", len(self.findings)).format(
            n=len(self.findings)
        )

    def _language(self) -> str:
        return self.report_language or meant(self._terms.language)

    def target(self) -> Path:
        """Return where the report will be written: beside the review file."""
        path = self.review.path
        return path.with_name(f"{path.stem}-{self.edition}-{self._language()}.docx")

    def _open(self, place: str) -> None:
        self.main.open_code(self.findings[int(place)].code)

    # Acting

    def action_edition(self) -> None:
        """Turn to the other edition."""
        self.edition = "team" if self.edition == "host" else "host"
        self._show_account()

    def action_language(self) -> None:
        """Choose the language of the report."""
        from peervisit.i18n import languages

        options = language_options(languages())
        self.main.push_screen(Picker(_("Language of the report"), options), self._take_language)

    def _take_language(self, chosen: dict[str, str] | None) -> None:
        if chosen:
            self.report_language = next(iter(chosen))
            self._show_account()

    def action_status(self) -> None:
        """Choose draft or final."""
        self.main.push_screen(
            Picker(_("Status of the report"), choices_of(("draft", "final"))), self._take_status
        )

    def _take_status(self, chosen: dict[str, str] | None) -> None:
        from peervisit.service import records

        if chosen:
            records.edit(self.review, "review", "review", {"status": next(iter(chosen))})
            self.wrote()

    def action_terms(self) -> None:
        """Edit the terms of the review."""
        open_form(self.main, "review", "review")

    def action_write(self) -> None:
        """Write the report in the background."""
        self.main.say(_("writing {file}…").format(file=self.target().name))
        self._write(self.review.path, self.target(), self.edition, self._language(), self._look())

    def _look(self) -> Look:
        from peervisit.service.reporting import Look

        return Look(
            "letter" if "letter" in self.look and self.template is None else "a4",
            self.template,
            page_numbers="page-numbers" in self.look,
            pdf="pdf" in self.look,
        )

    def action_look(self) -> None:
        """Choose the paper, page numbers and a PDF."""
        options = [Option(name, _(words), silent=True) for name, words in LOOKS.items()]
        self.main.push_screen(
            Picker(_("Look of the report"), options, several=True, chosen=self.look), self._take_look
        )

    def _take_look(self, chosen: dict[str, str] | None) -> None:
        if chosen is not None:
            self.look = set(chosen)
            self._show_account()

    def action_template(self) -> None:
        """Choose a template, or none."""
        typed = str(self.template) if self.template else ""
        self.main.push_screen(
            LineDialog(_("Word template; nothing for none"), _("path of a .dotx or .docx file"), typed),
            said(self.main, self._take_template),
        )

    def _take_template(self, typed: str | None) -> None:
        from peervisit.service import templates

        path = locations.meant(typed) if typed else None
        self.template_says = list(templates.check(path).lines) if path else []
        self.template = path
        self._show_account()

    def action_papers(self) -> None:
        """Write something to print."""
        from peervisit.service.papers import KINDS

        options = [Option(name, _(words), silent=True) for name, words in KINDS.items() if name != "guide"]
        self.main.push_screen(Picker(_("Print"), options), self._take_paper)

    def _take_paper(self, chosen: dict[str, str] | None) -> None:
        if chosen:
            look = PaperLook(self.edition, self._language(), self.template)
            self.print_paper(next(iter(chosen)), look=look)

    @work(thread=True, exclusive=True, exit_on_error=False, group="report")
    def _write(self, review: Path, target: Path, edition: str, language: str, look: Look) -> None:
        from peervisit.service import reporting

        try:
            report = reporting.write_from_file(
                review, target, edition=edition, language=language, look=look, tell=self._tell
            )
            self.post_message(ReportWritten(target, report.lines, "", report.provisional))
        except Exception as error:
            self.post_message(ReportWritten(target, [], self.main.failure_of(error)))

    def _tell(self, line: str) -> None:
        """Say what the worker is doing: LibreOffice takes its time."""
        self.app.call_from_thread(self.main.say, line)

    def on_report_written(self, event: ReportWritten) -> None:
        """Say where the report is, or why there is none."""
        # Textual would call what Printing says of a paper as well.
        event.prevent_default()
        if event.failure:
            self.main.say(event.failure, bad=True)
            return
        self.written = [str(event.path), *event.lines]
        self._show_account()
        says = _("written and checked: {file}").format(file=event.path.name)
        if event.provisional:
            words = keyed(
                ngettext(
                    "{n} conflict is open in this final report (<go.conflicts>)",
                    "{n} conflicts are open in this final report (<go.conflicts>)",
                    event.provisional,
                )
            )
            says = _("{what}; {more}").format(what=says, more=words.format(n=event.provisional))
        self.main.say(says, bad=bool(event.provisional))
