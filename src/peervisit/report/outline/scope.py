"""What every part of the report needs: the review, who will read it, and in which language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from peervisit import i18n
from peervisit.model import choices, groups
from peervisit.model.attribution import Attributed, Attributor, Edition
from peervisit.model.benchmark import Indicator, Words, in_language
from peervisit.model.data import ReviewData
from peervisit.model.disputed import LEVELLED, disputed
from peervisit.model.fields import Record
from peervisit.model.levels import Evidence
from peervisit.model.withholding import withholder
from peervisit.report.outline import dates
from peervisit.report.outline.blocks import Inline, Mark, Paragraph, Run
from peervisit.report.outline.inline import between, fill, lines, paragraphs, plain

_PAGE = re.compile(r"^\s*(?:pp?\.|pages?\b|S\.|Seiten?\b|str\.)\s*(?=\d)", re.IGNORECASE)
"""What people type before the number of a page."""
_PAGES = re.compile(r"\d+\s*(?:[-\u2013\u2014,;&+]|to\b|and\b|et\b|\u00e0\b|und\b|bis\b)\s*\d")
"""More than one page."""
_FROM_TO = re.compile(r"(?<=\d)\s*[-\u2014]\s*(?=\d)")


@dataclass(frozen=True)
class Scope:
    """One edition of one review in one language; every free text and every person passes here."""

    data: ReviewData
    edition: Edition
    language: str
    final: bool = False

    @cached_property
    def t(self) -> i18n.Translator:
        """The translator of the report's language, whatever the language of the interface."""
        return i18n.translator(self.language)

    @cached_property
    def who(self) -> Attributor:
        """The one that decides what may be said of whom."""
        return Attributor(self.data, self.edition)

    @property
    def team(self) -> bool:
        """Whether this is the team's edition."""
        return self.edition == "team"

    @cached_property
    def _withhold(self) -> Callable[[str], str]:
        return withholder(self.who, self.t.gettext("[name withheld]"))

    @cached_property
    def _attributed(self) -> dict[str, Attributed]:
        return {code: self.who.evidence(item) for code, item in self.data.evidence.items()}

    @cached_property
    def shown_evidence(self) -> tuple[str, ...]:
        """The codes of the evidence that may appear, in order."""
        return tuple(code for code, found in self._attributed.items() if found.shown)

    def attributed(self, code: str) -> Attributed:
        """Return how an evidence item may appear."""
        return self._attributed[code]

    def may_show(self, code: str) -> bool:
        """Whether an evidence item exists and may appear."""
        return code in self._attributed and self._attributed[code].shown

    def text(self, record: Record, field: str) -> str:
        """Return the text of a field that may be read in this edition, names withheld; else nothing."""
        if isinstance(record, Evidence) and field == "statement":
            return self._withhold(record.statement) if self.may_show(record.code) else ""
        return self._withhold(self.who.text(record, field) or "")

    def free(self, text: str | None) -> str:
        """Return a text that somebody typed, names withheld."""
        return self._withhold(text or "")

    @cached_property
    def _initials(self) -> re.Pattern[str] | None:
        codes = sorted(map(re.escape, self.data.member), key=len, reverse=True)
        # Within a code such as KZ-E14 they name who wrote it down, which the glossary explains.
        return re.compile(rf"(?<![\w-])(?:{'|'.join(codes)})(?![\w-])") if codes else None

    def of_the_team(self, text: str) -> str:
        """Return a text on what peers thought, without the initials of single peers in the host's edition."""
        if self.team or self._initials is None:
            return text
        return self._initials.sub(self.t.gettext("one of the team"), text)

    def typed(self, record: Record, field: str) -> tuple[Paragraph, ...]:
        """Return the text of a field as paragraphs."""
        return paragraphs(self.text(record, field))

    def one_line(self, record: Record, field: str) -> str:
        """Return the text of a field on one line."""
        return " ".join(lines(self.text(record, field)))

    def words(self, words: Words | None) -> str:
        """Return a text of the benchmark in the report's language."""
        return in_language(words, self.language)

    def label(self, choice: str | None) -> str:
        """Return what a stored choice is called; nothing for none."""
        return self.t.gettext(choices.LABELS.get(choice, choice)) if choice else ""

    def group(self, group: str) -> str:
        """Return what a group of people, or a side that groups merged into, is called."""
        return self.t.gettext(groups.label(group))

    def number(self, value: int) -> str:
        """Return a number as it stands in a sentence."""
        return dates.number(self.t, value)

    def day(self, value: str | None) -> str:
        """Return a date as the language writes it."""
        return dates.day(self.t, value)

    def spoken(self, item: Evidence) -> str | None:
        """Return the language of a verbatim quote, where the interview record knows it as a code.

        What peers wrote down in their own words, or an interpreter said, is in another language.
        """
        interview = self.data.interview.get(item.interview or "")
        if not item.quote or interview is None or interview.interpreted:
            return None
        code = (interview.language or "").strip().lower()
        return code if len(code) == 2 and code.isascii() and code.isalpha() else None

    def page(self, value: str | None) -> str:
        """Return where in a document: ``page 4``, ``pages 4–21``, and other words as they are."""
        words = _PAGE.sub("", self.free(value)).strip()
        if not words[:1].isdigit():
            return words
        one, several = self.t.gettext("page {page}"), self.t.gettext("pages {pages}")
        if not _PAGES.match(words):
            return one.format(page=words)
        return several.format(pages=_FROM_TO.sub("\u2013", words))

    def mark(self, level: str | None) -> Mark | None:
        """Return a level as symbol and word; None where there is no such level."""
        found = self.data.benchmark.levels.get(level or "")
        return Mark(found.id, found.symbol, self.words(found.name)) if found else None

    def level(self, level: str | None, otherwise: str = "") -> Inline:
        """Return a level as a run, or other words where there is none."""
        mark = self.mark(level)
        return (mark,) if mark else plain(otherwise, "quiet")

    @cached_property
    def _disputed(self) -> frozenset[tuple[str, str]]:
        return frozenset((kind, code) for kind, code, _field in disputed(self.data, self.who))

    def provisional(self, kind: str, code: str) -> bool:
        """Whether two copies disagree on something that this edition tells of a record."""
        return (kind, code) in self._disputed

    def unsettled(self, indicator: str) -> bool:
        """Whether copies disagree on what was decided on an indicator, or on a level that anybody gave it."""
        return any(
            kind == "consensus" or kind in LEVELLED
            for kind, code in self._disputed
            if code.partition("/")[0] == indicator
        )

    def agreed(self, indicator: str) -> str | None:
        """Return the level that the team agreed on, if any."""
        found = self.data.consensus.get(indicator)
        return found.level if found and found.level in self.data.benchmark.levels else None

    def heading(self, indicator: Indicator) -> str:
        """Return the short title of an indicator, or its statement."""
        return indicator.heading(self.language)

    def cite(self, codes: Iterable[str]) -> Inline:
        """Return links to the evidence that may appear, such as ``[AR-E3, BK-E14]``."""
        links = [self.link("evidence", code) for code in codes if self.may_show(code)]
        return plain("[") + between(links, ", ") + plain("]") if links else ()

    def link(self, kind: str, code: str, words: str | None = None) -> Inline:
        """Return a link to where a record stands in the report."""
        return (Run(words or code, "reference", anchor(kind, code)),)

    def links(self, kind: str, codes: Iterable[str]) -> Inline:
        """Return links to those records that the review holds."""
        known = self.data.benchmark.by_id if kind == "indicator" else getattr(self.data, kind)
        return between([self.link(kind, code) for code in codes if code in known], ", ")

    @cached_property
    def _labelled(self) -> str:
        # TRANSLATORS: a label and what it says; in French with a no-break space before the colon
        return self.t.gettext("{label}: {content}").replace(" {content}", "\u00a0{content}")

    def labelled(self, label: str, content: Inline | str) -> Inline:
        """Return ``Label: content``; nothing where there is no content."""
        if not content:
            return ()
        return fill(self._labelled, label=plain(label, "label"), content=content)

    def introduced(self, label: str) -> Inline:
        """Return ``Label:`` for what follows in a list, with the colon as the language sets it."""
        return fill(self._labelled.replace("\u00a0{content}", ""), label=plain(label, "label"))


def anchor(kind: str, code: str) -> str:
    """Return the name under which a record can be linked to."""
    return f"{kind}:{code}"
