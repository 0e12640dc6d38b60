"""A benchmark as the program reads it: tiers, a scale of levels, context factors and indicators.

Nothing here, or anywhere in the program, knows a benchmark by name. A benchmark that comes from outside
is checked by :mod:`peervisit.model.benchmark_check` first; these classes trust what they are given, so
that showing a review loads no validation.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

Words = Mapping[str, str]
"""A text in several languages: language code to text."""


def in_language(words: Words | None, language: str) -> str:
    """Return the text in the language, else in English, else in whatever language there is."""
    if not words:
        return ""
    return words.get(language) or words.get("en") or next(iter(words.values()))


@dataclass(frozen=True, slots=True)
class Tier:
    """A pillar, dimension, key factor or whatever the benchmark groups its indicators by."""

    id: str
    tier: str
    """Which kind of tier this is: a key of the benchmark's ``tier_names``."""
    name: Words
    standard: Words | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """One level of the scale, from the least to the best, and then those that assess nothing."""

    id: str
    name: Words
    symbol: str
    assessed: bool
    open: bool = False
    """Whether it says that more must be found out, so that it must not survive the visit (R08)."""
    needs_reason: bool = False


@dataclass(frozen=True, slots=True)
class Factor:
    """A context factor: it explains what is found and never changes a level."""

    id: str
    name: Words
    description: Words | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One statement that the city is held against."""

    id: str
    tiers: tuple[str, ...]
    """One tier of each kind at most, the first being the chapter of the report."""
    number: str
    statement: Words
    title: Words | None = None
    why: Words | None = None
    questions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    look_for: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    source: Mapping[str, str] = field(default_factory=dict)
    concerns_users: bool = False
    aliases: tuple[str, ...] = ()

    def heading(self, language: str) -> str:
        """Return the short title where there is one, else the statement."""
        return in_language(self.title, language) or in_language(self.statement, language)

    def listed(self, which: str, language: str) -> tuple[str, ...]:
        """Return the ``questions`` or what to ``look_for`` in the language, else in English."""
        options: Mapping[str, tuple[str, ...]] = getattr(self, which)
        return options.get(language) or options.get("en") or next(iter(options.values()), ())


@dataclass(frozen=True)
class Benchmark:
    """A benchmark of one version."""

    id: str
    version: str
    title: Words
    tiers: tuple[Tier, ...]
    tier_names: Mapping[str, Words]
    scale: tuple[Level, ...]
    indicators: tuple[Indicator, ...]
    theme: Words | None = None
    note: Words | None = None
    publication: Mapping[str, Any] = field(default_factory=dict)
    context_factors: tuple[Factor, ...] = ()
    sources_asked: int = 2

    @cached_property
    def by_id(self) -> dict[str, Indicator]:
        """Indicator id to indicator, in the benchmark's order."""
        return {indicator.id: indicator for indicator in self.indicators}

    @cached_property
    def levels(self) -> dict[str, Level]:
        """Level id to level, in the order of the scale."""
        return {level.id: level for level in self.scale}

    @cached_property
    def tiers_by_id(self) -> dict[str, Tier]:
        """Tier id to tier, in the benchmark's order."""
        return {tier.id: tier for tier in self.tiers}

    @cached_property
    def factors(self) -> dict[str, Factor]:
        """Context factor id to context factor."""
        return {factor.id: factor for factor in self.context_factors}

    @cached_property
    def assessed(self) -> tuple[Level, ...]:
        """The levels that assess something, from the least to the best."""
        return tuple(level for level in self.scale if level.assessed)

    @cached_property
    def tier_kinds(self) -> tuple[str, ...]:
        """The kinds of tiers in order: the first groups the indicators, the second crosses it."""
        return tuple(dict.fromkeys(tier.tier for tier in self.tiers))

    @cached_property
    def _names(self) -> dict[str, str]:
        names = {alias.casefold(): i.id for i in self.indicators for alias in i.aliases}
        return names | {i.id.casefold(): i.id for i in self.indicators}

    def find(self, code: str) -> str | None:
        """Return the id of the indicator that a code or an older alias names, in any case."""
        return self._names.get(code.strip().casefold())

    def position(self, level: str | None) -> int | None:
        """Return the place of an assessed level, counted from 0 for the least; None for any other."""
        return next((n for n, known in enumerate(self.assessed) if known.id == level), None)

    def is_middle(self, level: str | None) -> bool:
        """Whether the level is the one in the middle of an odd number of assessed levels."""
        count = len(self.assessed)
        return count % 2 == 1 and self.position(level) == count // 2

    def of_tier(self, tier: str) -> tuple[Indicator, ...]:
        """Return the indicators of a tier in order."""
        return tuple(indicator for indicator in self.indicators if tier in indicator.tiers)

    def chapters(self) -> Iterator[tuple[Tier, tuple[Indicator, ...]]]:
        """Yield each tier of the first kind with its indicators."""
        for tier in self.tiers:
            if tier.tier == self.tier_kinds[0]:
                yield tier, self.of_tier(tier.id)

    def sections(self, chapter: str) -> Iterator[tuple[Tier | None, tuple[Indicator, ...]]]:
        """Yield each tier of the second kind within a chapter; one None where there is no second kind."""
        within = self.of_tier(chapter)
        if len(self.tier_kinds) < 2:
            yield None, within
            return
        for tier in self.tiers:
            if tier.tier == self.tier_kinds[1]:
                found = tuple(indicator for indicator in within if tier.id in indicator.tiers)
                if found:
                    yield tier, found

    @classmethod
    def from_json(cls, text: str) -> Benchmark:
        """Return the benchmark that a review file holds as JSON."""
        return cls.from_dict(json.loads(text))

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> Benchmark:
        """Return the benchmark that a checked mapping describes."""
        simple = {key: content[key] for key in _SIMPLE if key in content}
        return cls(
            **simple,
            tiers=tuple(Tier(**tier) for tier in content["tiers"]),
            scale=tuple(Level(**level) for level in content["scale"]),
            context_factors=tuple(Factor(**one) for one in content.get("context_factors", ())),
            indicators=tuple(_indicator(one) for one in content["indicators"]),
        )


_SIMPLE = ("id", "version", "title", "tier_names", "theme", "note", "publication", "sources_asked")


def _indicator(content: Mapping[str, Any]) -> Indicator:
    values = dict(content)
    for name in ("tiers", "aliases"):
        values[name] = tuple(values.get(name, ()))
    for name in ("questions", "look_for"):
        values[name] = {language: tuple(texts) for language, texts in values.get(name, {}).items()}
    return Indicator(**values)
