"""Bringing copies together: packs in and out, what comes of it, and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.widget import Widget

from peervisit import locations
from peervisit.errors import PeervisitError
from peervisit.i18n import N_, _, labelled, ngettext
from peervisit.tui import merging_text
from peervisit.tui.commands import Command
from peervisit.tui.commands.key_words import keyed
from peervisit.tui.messages import CopiesTogether
from peervisit.tui.screens.base import ReviewScreen
from peervisit.tui.status import local_time
from peervisit.tui.widgets.detail import Block, Detail
from peervisit.tui.widgets.record_list import RecordList
from peervisit.tui.widgets.rows import Column, Item
from peervisit.tui.widgets.split import Split
from peervisit.tui.widgets.text_dialogs import LineDialog

if TYPE_CHECKING:
    from peervisit.service.merging import MergeReport
    from peervisit.sync.merge import Step

LOOK = Command(
    "merging.look", "l", N_("Look into"), N_("See what a pack or another copy would bring."), footer=True
)
TAKE = Command("merging.take", "t", N_("Take in"), N_("Take in what was looked into."), footer=True)
PACK = Command(
    "merging.pack", "p", N_("Pack"), N_("Write everything this copy holds to one file."), footer=True
)
UNDO = Command(
    "merging.undo", "x", N_("Undo merge"), N_("Take out again what this merge brought."), footer=True
)
REDO = Command(
    "merging.redo", "r", N_("Bring back"), N_("Bring back what this undone merge had brought."), footer=True
)

COLUMNS = (
    Column(N_("When"), 16),
    Column(N_("From"), share=1),
    Column(N_("Changes"), 8, role="muted"),
    Column(N_("State"), 8, role="open"),
)


class MergingScreen(ReviewScreen):
    """The merges done on this copy, packs in and out, and what came of them."""

    PLACE: ClassVar[str] = "merging"
    USER_COMMANDS = (LOOK, TAKE, PACK, UNDO, REDO)
    HELP = N_(
        "<merging.pack> writes a pack: everything this copy holds, in one file for a stick, "
        "mail or chat. <merging.look> looks into a pack or another copy of the review and "
        "says what would come of it; <merging.take> takes it in, after a backup. "
        "<merging.undo> takes a whole merge out again: what it brought is set aside, what "
        "was written here since stays."
    )

    def body(self) -> Iterable[Widget]:
        """Make the list of merges and the account beside it."""
        self.steps: dict[str, Step] = {}
        self.looked: list[Path] = []
        self._report: list[Block] = []
        self._report_at: str | None = None
        self._busy = False
        self.list = RecordList(
            COLUMNS,
            on_highlight=self._show,
            classes="list",
            empty=keyed(
                _(
                    "No merge was done on this copy.\n<merging.look> looks into a colleague's pack; "
                    "<merging.pack> writes one for them."
                )
            ),
        )
        self.detail = Detail(classes="detail")
        yield Split(self.list, self.detail)

    def refresh_data(self) -> None:
        """Read the merges."""
        from peervisit.service.merging import merges

        self.steps = {str(step.number): step for step in reversed(merges(self.review))}
        self.list.show([_item(key, step) for key, step in self.steps.items()])
        if not self.steps and not self._report:
            self.detail.show([])

    def note(self) -> str:
        """Say how many merges there were."""
        return ngettext("{n} merge", "{n} merges", len(self.steps)).format(n=len(self.steps))

    # Acting

    def action_look(self) -> None:
        """Ask for a file, and see what it would bring."""
        self.main.push_screen(
            LineDialog(_("Look into a pack or another copy"), _("path of a .pvc or .peervisit file")),
            self._look,
        )

    def _look(self, typed: str | None) -> None:
        if typed:
            self.looked = [_path(typed)]
            self._begin(_("reading…"))
            self._run(self.review.path, self.looked, trial=True)

    def action_take(self) -> None:
        """Take in what was looked into."""
        if not self.looked:
            raise PeervisitError(keyed(_("look into a pack first (<merging.look>)")))
        self._begin(_("taking it in…"))
        self._run(self.review.path, self.looked, trial=False)

    @work(thread=True, exclusive=True, exit_on_error=False, group="merge")
    def _run(self, review: Path, paths: Sequence[Path], *, trial: bool) -> None:
        from peervisit.service.merging import merge_into

        self._try(lambda: merge_into(review, paths, dry_run=trial), trial=trial)

    def action_undo(self) -> None:
        """Take out what the merge under the cursor brought."""
        step = self._under_cursor(undone=False)
        self._begin(_("taking it out…"))
        self._undo(self.review.path, step.number)

    @work(thread=True, exclusive=True, exit_on_error=False, group="merge")
    def _undo(self, review: Path, number: int) -> None:
        from peervisit.service.merging import undo_merge_in

        try:
            done = undo_merge_in(review, number)
        except Exception as error:
            self.post_message(CopiesTogether(failure=self.main.failure_of(error)))
            return
        self.post_message(CopiesTogether(undone=done))

    def action_redo(self) -> None:
        """Bring back what the undone merge under the cursor had brought."""
        from peervisit.service.merging import redo_merge_in

        step = self._under_cursor(undone=True)
        self._begin(_("bringing it back…"))
        review, number = self.review.path, step.number
        self._again(lambda: redo_merge_in(review, number))

    @work(thread=True, exclusive=True, exit_on_error=False, group="merge")
    def _again(self, what: Callable[[], MergeReport]) -> None:
        self._try(what, trial=False)

    def action_pack(self) -> None:
        """Ask for a file, and write a pack there."""
        from peervisit.service.merging import pack_name

        self.main.push_screen(
            LineDialog(_("Pack everything into"), _("path of a file or folder"), str(pack_name(self.review))),
            self._pack,
        )

    def _pack(self, typed: str | None) -> None:
        if typed:
            self._begin(_("packing…"))
            self._write(self.review.path, _path(typed), self.member)

    @work(thread=True, exclusive=True, exit_on_error=False, group="merge")
    def _write(self, review: Path, target: Path, member: str | None) -> None:
        from peervisit.service.merging import pack_of

        try:
            packed = pack_of(review, target, member)
        except Exception as error:
            self.post_message(CopiesTogether(failure=self.main.failure_of(error)))
            return
        self.post_message(CopiesTogether(packed=packed))

    def _try(self, what: Callable[[], MergeReport], *, trial: bool) -> None:
        try:
            report = what()
        except Exception as error:
            self.post_message(CopiesTogether(failure=self.main.failure_of(error)))
            return
        self.post_message(CopiesTogether(report=report, trial=trial))

    def on_copies_together(self, event: CopiesTogether) -> None:
        """Show what came of it, or why nothing did."""
        self._busy = False
        if event.changed:
            self.looked = []
            self.main.wrote()
            self.refresh_if_stale()
        if event.failure:
            self.looked = []
            self._tell([Block(event.failure, "bad")])
            self.main.say(event.failure, bad=True)
        elif event.report is not None:
            self._tell_report(event.report, trial=event.trial)
        elif event.undone is not None:
            self._tell(merging_text.undone(event.undone), event.undone.step.number)
        elif event.packed is not None:
            path, written, warnings = event.packed
            words = ngettext("{n} change packed", "{n} changes packed", written.changes)
            self._tell(
                [
                    Block(words.format(n=written.changes), "heading"),
                    Block(str(path), label=labelled(_("Written"))),
                    *(Block(warning, "open") for warning in warnings),
                ]
            )

    def _tell_report(self, report: MergeReport, *, trial: bool) -> None:
        if not trial:
            self._tell(merging_text.came(report), report.number)
            return
        self._tell(merging_text.trial(report))
        if not report.new:
            self.looked = []

    # Inside

    def _begin(self, words: str) -> None:
        if self._busy:
            raise PeervisitError(_("wait until it is done"))
        self._busy = True
        self._tell([Block(words, "muted")])

    def _under_cursor(self, *, undone: bool) -> Step:
        step = self.steps.get(self.list.code or "")
        if step is None:
            raise PeervisitError(_("no merge is under the cursor"))
        if step.undone is not undone:
            words = keyed(_("this merge is undone already (<merging.redo> brings it back)"))
            raise PeervisitError(
                keyed(_("this merge was not undone (<merging.undo> undoes it)")) if undone else words
            )
        return step

    def _tell(self, blocks: Iterable[Block], number: int | None = None) -> None:
        """Show a report until the cursor moves to a merge."""
        self._report = []
        if number is not None:
            self.list.go_to(str(number))
        self._report, self._report_at = list(blocks), self.list.code
        self.detail.show(self._report)

    def _show(self, key: str) -> None:
        if self._report and key == self._report_at:
            self.detail.show(self._report)
            return
        self._report = []
        if key in self.steps:
            self.detail.show(list(merging_text.step(self.steps[key])))


def _item(key: str, step: Step) -> Item:
    names = ", ".join(str(source.get("member") or source.get("name") or "–") for source in step.sources)
    return Item(key, (local_time(step.at), names or "–", str(step.came), _("undone") if step.undone else ""))


def _path(typed: str) -> Path:
    return locations.meant(typed)
