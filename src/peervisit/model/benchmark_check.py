"""What a benchmark file must hold; its JSON Schema is made from here."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

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


def _unique(parts: list[Any]) -> list[Any]:
    double = [name for name, count in Counter(part.id for part in parts).items() if count > 1]
    if double:
        raise ValueError(f"id used twice: {', '.join(double)}")
    return parts


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
    tiers: Annotated[list[TierPart], Field(min_length=1), AfterValidator(_unique)]
    scale: Annotated[list[LevelPart], Field(min_length=2), AfterValidator(_unique)]
    context_factors: Annotated[list[FactorPart], AfterValidator(_unique)] = []
    indicators: Annotated[list[IndicatorPart], Field(min_length=1), AfterValidator(_unique)]

    @model_validator(mode="after")
    def _whole(self) -> BenchmarkFile:
        for problem in _problems(self):
            raise ValueError(problem)
        return self


def _problems(file: BenchmarkFile) -> list[str]:
    tiers = {tier.id: tier.tier for tier in file.tiers}
    found = [
        f"tiers: {tier.id}: '{tier.tier}' is not in tier_names"
        for tier in file.tiers
        if tier.tier not in file.tier_names
    ]
    levels = [level.assessed for level in file.scale]
    if levels != sorted(levels, reverse=True) or sum(levels) < 2:
        found.append("scale: at least two assessed levels, and they come first")
    first = file.tiers[0].tier
    names = Counter(one.id for one in file.indicators)
    names.update(alias for one in file.indicators for alias in one.aliases)
    for one in file.indicators:
        unknown = [tier for tier in one.tiers if tier not in tiers]
        if unknown:
            found.append(f"indicators: {one.id}: unknown tier {', '.join(unknown)}")
        elif tiers[one.tiers[0]] != first:
            found.append(f"indicators: {one.id}: its first tier must be a {first}")
        elif len({tiers[tier] for tier in one.tiers}) < len(one.tiers):
            found.append(f"indicators: {one.id}: two tiers of one kind")
        found += [
            f"indicators: {one.id}: the name {name} is used twice"
            for name in (one.id, *one.aliases)
            if names[name] > 1
        ]
        found += [
            f"indicators: {one.id}: {language} is missing its text"
            for language in file.title
            if language not in one.statement
        ]
    return found
