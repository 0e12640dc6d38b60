"""What the screen of merges says: what comes, what came, by author, and which merges there were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from peervisit.i18n import _, labelled, ngettext
from peervisit.tui.commands.key_words import keyed
from peervisit.tui.status import local_time
from peervisit.tui.widgets.detail import GAP, Block

if TYPE_CHECKING:
    from peervisit.service.merging import MergeReport, Source, Unmerged
    from peervisit.sync.account import ByAuthor
    from peervisit.sync.merge import Step


def trial(report: MergeReport) -> Iterator[Block]:
    """Yield what would come of a merge."""
    yield Block(_("What comes"), "heading")
    for source in report.sources:
        yield from _source(source)
    yield GAP
    if not report.new:
        yield Block(_("Nothing new: this copy holds everything already."), "good")
        return
    yield Block(_("What would come of it"), "heading")
    yield from by_author(report.authors)
    yield from _open_ends(report)
    yield GAP
    yield Block(keyed(_("<merging.take> takes it in; nothing was changed yet.")), "good")


def came(report: MergeReport) -> Iterator[Block]:
    """Yield what came of a merge."""
    words = ngettext("{n} change taken in", "{n} changes taken in", report.new)
    yield Block(words.format(n=report.new) if report.new else _("nothing new"), "heading")
    for source in report.sources:
        yield from _source(source)
    yield GAP
    yield from by_author(report.authors)
    yield from _open_ends(report)
    if report.backup is not None:
        yield GAP
        yield Block(report.backup.name, label=labelled(_("Backup made before")))


def step(one: Step) -> Iterator[Block]:
    """Yield what is known of a merge that was done."""
    yield Block(_("Merge {number}").format(number=one.number), "heading")
    yield Block(local_time(one.at), label=labelled(_("When")))
    yield Block(str(one.came), label=labelled(_("Changes that came")))
    for source in one.sources:
        yield Block(str(source.get("name") or "–"), label=labelled(_("File")))
        who = source.get("member") or source.get("device")
        if who:
            yield Block(str(who), label=labelled(_("Made by")), indent=2)
        if source.get("made"):
            yield Block(local_time(str(source["made"])), label=labelled(_("Made on")), indent=2)
    yield GAP
    if one.undone:
        yield Block(keyed(_("Undone: what it brought is set aside; <merging.redo> brings it back.")), "open")
    else:
        yield Block(
            keyed(_("<merging.undo> takes out again what it brought; what was written here since stays.")),
            "muted",
        )


def undone(one: Unmerged) -> Iterator[Block]:
    """Yield what an undone merge left."""
    yield Block(_("Merge {number} undone").format(number=one.step.number), "heading")
    words = ngettext("{n} change set aside", "{n} changes set aside", one.aside)
    yield Block(words.format(n=one.aside))
    if one.kept:
        words = ngettext(
            "{n} value written here since stays, on what was there before",
            "{n} values written here since stay, on what was there before",
            one.kept,
        )
        yield Block(words.format(n=one.kept))
    if one.waiting:
        words = ngettext(
            "{n} change rests on them and waits until they come back",
            "{n} changes rest on them and wait until they come back",
            one.waiting,
        )
        yield Block(words.format(n=one.waiting), "open")
    yield GAP
    yield Block(one.backup.name, label=labelled(_("Backup made before")))


def by_author(authors: Sequence[ByAuthor]) -> Iterator[Block]:
    """Yield the table of records by author, and how to read it."""
    heads = (_("author"), _("before"), _("after"), _("added"), _("changed"), _("gone"), _("in conflict"))
    rows = [
        (
            one.author or "–",
            *map(str, (one.before, one.after, one.added, one.changed, one.gone, one.in_conflict)),
        )
        for one in authors
    ]
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    yield Block(_line(heads, widths), "muted")
    for row, one in zip(rows, authors, strict=True):
        yield Block(_line(row, widths), "open" if one.in_conflict else "strong" if one.changes else "")


def _cells(one: ByAuthor) -> tuple[str, ...]:
    numbers = (one.before, one.after, one.added, one.changed, one.gone, one.in_conflict)
    return (one.author or "–", *map(str, numbers))


def _line(cells: Iterable[str], widths: Sequence[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    return "  ".join((first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)))


def _source(source: Source) -> Iterator[Block]:
    words = ngettext("{n} change, {new} new here", "{n} changes, {new} new here", source.changes)
    yield Block(words.format(n=source.changes, new=source.new), label=labelled(source.name))
    made = local_time(source.made) if source.made else _("as it is now")
    yield Block(f"{source.member or source.device or '–'}, {made}", label=labelled(_("From")), indent=2)
    kinds: dict[str | None, list[str]] = defaultdict(list)
    for (author, kind), count in sorted(
        source.by_author.items(), key=lambda item: (item[0][0] or "", item[0][1])
    ):
        kinds[author].append(f"{_kind(kind)} {count}")
    for author, counts in kinds.items():
        yield Block(", ".join(counts), label=labelled(author or "–"), indent=2)


def _kind(kind: str) -> str:
    from peervisit.model.kinds import KINDS

    return _(KINDS[kind].heading).lower() if kind in KINDS else kind


def _open_ends(report: MergeReport) -> Iterator[Block]:
    if report.held:
        words = ngettext(
            "{n} change waits for one that has not come yet; merge with more copies",
            "{n} changes wait for others that have not come yet; merge with more copies",
            report.held,
        )
        yield Block(words.format(n=report.held), "open")
    if report.conflicts:
        words = ngettext("{n} conflict to settle", "{n} conflicts to settle", report.conflicts)
        yield Block(labelled(words.format(n=report.conflicts), "X"), "open")
