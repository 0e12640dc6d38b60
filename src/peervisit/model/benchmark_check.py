"""What a benchmark file must hold; its JSON Schema is made from here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from peervisit.i18n import _

Id = Annotated[str, Field(pattern=r"^[^\s/]{1,60}$")]
Words = Annotated[dict[str, Annotated[str, Field(min_length=1)]], Field(min_length=1)]
Lists = dict[str, list[Annotated[str, Field(min_length=1)]]]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TierPart(_Part):
    """A pillar, dimension, key factor..."""

    id: Id
    tier: str = Field(description="A key of tier_names")
    name: Words
    standard: Words | None = None


class LevelPart(_Part):
    """A level of the scale; the assessed ones come first, from the least to the best."""

    id: Id
    name: Words
    symbol: str = Field(min_length=1, max_length=2)
    assessed: bool
    open: bool = Field(default=False, description="More must be found out; must not survive the visit")
    needs_reason: bool = False


class FactorPart(_Part):
    """A context factor."""

    id: Id
    name: Words
    description: Words | None = None


class SourcePart(_Part):
    """Where in which publication the indicator stands."""

    publication: str
    section: str
    number: str


class IndicatorPart(_Part):
    """One statement that the city is held against."""

    id: Id
    tiers: list[Id] = Field(min_length=1)
    number: str
    title: Words | None = None
    statement: Words
    why: Words | None = None
    questions: Lists = {}
    look_for: Lists = {}
    source: SourcePart
    concerns_users: bool = Field(default=False, description="Needs a migrant's or a user's voice (R04)")
    aliases: list[str] = []


class PublicationPart(_Part):
    """The publication that the benchmark follows."""

    title: str
    publisher: str
    year: int


class Problem(NamedTuple):
    """Something in a benchmark that its parts do not show one by one."""

    where: tuple[str | int, ...]
    """The way to it: names of fields and positions in lists."""
    reason: str


class BenchmarkFile(_Part):
    """A benchmark file, as YAML or JSON."""

    id: Id
    version: str
    title: Words
    theme: Words | None = None
    publication: PublicationPart | None = None
    note: Words | None = None
    sources_asked: int = Field(default=2, ge=1, le=9)
    tier_names: Annotated[dict[str, Words], Field(min_length=1)]
    tiers: Annotated[list[TierPart], Field(min_length=1)]
    scale: Annotated[list[LevelPart], Field(min_length=2)]
    context_factors: list[FactorPart] = []
    indicators: Annotated[list[IndicatorPart], Field(min_length=1)]

    @model_validator(mode="after")
    def _whole(self) -> BenchmarkFile:
        found = tuple(_problems(self))
        if found:
            raise PydanticCustomError(
                "benchmark", "{reasons}", {"reasons": "; ".join(p.reason for p in found), "problems": found}
            )
        return self


def _problems(file: BenchmarkFile) -> Iterator[Problem]:
    yield from _tier_problems(file)
    yield from _scale_problems(file)
    yield from _name_problems(file)
    for place, one in enumerate(file.indicators):
        yield from _indicator_problems(file, place, one)


def _tier_problems(file: BenchmarkFile) -> Iterator[Problem]:
    for place, tier in enumerate(file.tiers):
        if tier.tier not in file.tier_names:
            yield Problem(("tiers", place, "tier"), _("'{name}' is not in tier_names").format(name=tier.tier))


def _scale_problems(file: BenchmarkFile) -> Iterator[Problem]:
    levels = [level.assessed for level in file.scale]
    if sum(levels) < 2:
        yield Problem(("scale",), _("needs at least two levels that are assessed"))
    elif levels != sorted(levels, reverse=True):
        late = max(place for place, assessed in enumerate(levels) if assessed)
        yield Problem(("scale", late), _("assessed levels come before those that assess nothing"))


def _name_problems(file: BenchmarkFile) -> Iterator[Problem]:
    for name in ("tiers", "scale", "context_factors"):
        yield from _doubles(
            [((name, place, "id"), part.id) for place, part in enumerate(getattr(file, name))]
        )
    names: list[tuple[tuple[str | int, ...], str]] = [
        (("indicators", place, "id"), one.id) for place, one in enumerate(file.indicators)
    ]
    names += [
        (("indicators", place, "aliases", number), alias)
        for place, one in enumerate(file.indicators)
        for number, alias in enumerate(one.aliases)
    ]
    yield from _doubles(names)


def _doubles(names: list[tuple[tuple[str | int, ...], str]]) -> Iterator[Problem]:
    seen: Counter[str] = Counter()
    for where, name in names:
        if seen[name.casefold()]:
            yield Problem(where, _("'{name}' is used twice").format(name=name))
        seen[name.casefold()] += 1


def _indicator_problems(file: BenchmarkFile, place: int, one: IndicatorPart) -> Iterator[Problem]:
    tiers = {tier.id: tier.tier for tier in file.tiers}
    unknown = [number for number, tier in enumerate(one.tiers) if tier not in tiers]
    for number in unknown:
        reason = _("'{name}' is not one of the tiers").format(name=one.tiers[number])
        yield Problem(("indicators", place, "tiers", number), reason)
    if not unknown:
        kinds = [tiers[tier] for tier in one.tiers]
        first = file.tiers[0].tier
        if kinds[0] != first:
            reason = _("the first must be a {tier}").format(tier=first)
            yield Problem(("indicators", place, "tiers", 0), reason)
        if len(set(kinds)) < len(kinds):
            yield Problem(("indicators", place, "tiers"), _("at most one tier of each kind"))
    for language in file.title:
        if language not in one.statement:
            reason = _("'{language}' is missing, a language of the title").format(language=language)
            yield Problem(("indicators", place, "statement"), reason)
