"""The main screens: where capital letters (outside text) and function keys (anywhere) lead."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from peervisit.i18n import N_
from peervisit.tui.commands.command import Command

if TYPE_CHECKING:
    from peervisit.tui.screens.base import ReviewScreen


@dataclass(frozen=True, slots=True)
class Place:
    """One main screen, imported when somebody first goes there."""

    name: str
    keys: str
    label: str
    help: str
    module: str
    cls: str
    kinds: tuple[str, ...] = ()
    """The kinds of records that this screen can show by code."""
    on_strip: bool = True

    @property
    def command(self) -> Command:
        """Return the command that leads here."""
        return Command(f"go.{self.name}", self.keys, self.label, self.help, f"app.go('{self.name}')")

    def make(self) -> ReviewScreen:
        """Return a new screen."""
        made: ReviewScreen = getattr(import_module(self.module), self.cls)()
        return made


def _place(
    name: str, keys: str, label: str, help: str, cls: str, *kinds: str, on_strip: bool = True
) -> Place:
    return Place(name, keys, label, help, f"peervisit.tui.screens.{name}", cls, kinds, on_strip)


PLACES: tuple[Place, ...] = (
    _place("overview", "O,f2", N_("Overview"), N_("Where the review stands."), "OverviewScreen", "review"),
    _place(
        "indicators",
        "I,f3",
        N_("Indicators"),
        N_("The benchmark, and the dossier of each indicator."),
        "IndicatorsScreen",
        "indicator",
        "self_assessment",
        "consensus",
    ),
    _place(
        "evidence",
        "E,f4",
        N_("Evidence"),
        N_("Every statement, and what it speaks to."),
        "EvidenceScreen",
        "evidence",
    ),
    _place("people", "P", N_("People"), N_("Who is met, and who might be."), "PeopleScreen", "stakeholder"),
    _place("documents", "D", N_("Documents"), N_("What there is to read."), "DocumentsScreen", "document"),
    _place(
        "programme",
        "V,f5",
        N_("Visit"),
        N_("The programme of the visit: days, slots, pairs, clashes."),
        "ProgrammeScreen",
        "slot",
        "question",
    ),
    _place(
        "interview",
        "N,f8",
        N_("Notes"),
        N_("The interviews: notes, evidence, closing."),
        "InterviewScreen",
        "interview",
    ),
    _place(
        "coverage",
        "B",
        N_("Board"),
        N_("Who has said what on which indicator, and what is thin."),
        "CoverageScreen",
    ),
    _place(
        "debrief",
        "T",
        N_("Today"),
        N_("The evening debrief: what is new, and what tomorrow is for."),
        "DebriefScreen",
        "debrief",
        on_strip=False,
    ),
    _place(
        "judging",
        "J,f9",
        N_("Judging"),
        N_("Your own level on each indicator, sealed until submitted."),
        "JudgingScreen",
        "judgement",
    ),
    _place(
        "consensus",
        "C",
        N_("Consensus"),
        N_("The peers' levels side by side, and the team's."),
        "ConsensusScreen",
    ),
    _place(
        "synthesis",
        "S",
        N_("Synthesis"),
        N_("Conclusions, recommendations, good practices and context."),
        "SynthesisScreen",
        "conclusion",
        "recommendation",
        "practice",
        "context",
        "action",
        "comment",
    ),
    _place("report", "R", N_("Report"), N_("Check the rules and write the Word report."), "ReportScreen"),
    _place(
        "forms",
        "W",
        N_("Forms"),
        N_("Word forms for the host and the peers, out and back in."),
        "FormsScreen",
        "form",
        on_strip=False,
    ),
    _place(
        "search",
        "F,ctrl+f",
        N_("Find"),
        N_("Find words in everything written."),
        "SearchScreen",
        on_strip=False,
    ),
    _place("history", "H", N_("History"), N_("Who changed what, and when."), "HistoryScreen", on_strip=False),
    _place(
        "merging",
        "M",
        N_("Merge"),
        N_("Packs in and out, what came of each merge, and undoing one."),
        "MergingScreen",
        on_strip=False,
    ),
    _place(
        "sync",
        "Y",
        N_("Sync"),
        N_("The shared store: what waits, and who was heard from."),
        "SyncScreen",
        on_strip=False,
    ),
    _place(
        "conflicts",
        "X",
        N_("Conflicts"),
        N_("What two copies disagree on, until somebody settles it."),
        "ConflictsScreen",
        on_strip=False,
    ),
)
"""In the order of the strip at the top."""


def by_name(name: str) -> Place:
    """Return the place of a name."""
    return next(place for place in PLACES if place.name == name)


def for_kind(kind: str) -> Place | None:
    """Return the place where records of a kind are shown."""
    return next((place for place in PLACES if kind in place.kinds), None)
