"""A made-up review of realistic size, for tests and measurements; the same every time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import yaml

from peervisit.model import choices
from peervisit.model.benchmark import Benchmark
from peervisit.model.data import ReviewData
from peervisit.model.levels import Consensus, DeskReview, Evidence, Judgement, SelfAssessment
from peervisit.model.people import Member, Stakeholder
from peervisit.model.programme import Document, InterviewRecord, Slot
from peervisit.model.review import Review
from peervisit.model.synthesis import (
    Comment,
    Conclusion,
    ContextFactor,
    DevelopmentAction,
    GoodPractice,
    Recommendation,
)

BENCHMARKS = Path(__file__).parents[2] / "src/peervisit/benchmarks"
PEERS = ("AR", "BK", "CM", "DS", "EV")
GROUPS = get_args(choices.Group)
FIRST = ("Zofia", "Marek", "Ilse", "Youssef", "Amélie", "Bartosz", "Nadia", "Henrik", "Oksana", "Tomás")
LAST = ("Wiśniewska", "Quellmalz", "Brandvold", "El Haddaoui", "Fontanelle", "Szczepański", "Okonkwo")
SAID = (
    "The committee meets every two months, and its minutes reach all heads of service within a week.",
    "We learn of new rules from the press; nobody asked us before the plan was adopted.",
    "Since 2023 every budget line has carried a note on its effect on newcomers.",
    "Language courses have a waiting list of five months, although two thirds of the places are funded.",
    "The contact person left in March, and the post has not been filled since.",
    "The survey reached 412 residents, of whom 61 were born outside the Union.",
    "Interpreters are booked for parents’ evenings, but not at the housing office.",
    "The council debates the integration report once a year, in public, with associations in the room.",
)
WHY = (
    "The service exists and is used, and users confirm what the plan says; nobody checks results.",
    "The practice depends on one person. Colleagues could not say what would happen in her absence.",
    "The city goes beyond what is asked: departments share data, and associations see it early.",
)
LONG = "What we heard in the districts differs from what the central services report. "


def benchmark(name: str = "inti-cities") -> Benchmark:
    """Return one of the shipped benchmarks."""
    return Benchmark.from_dict(yaml.safe_load((BENCHMARKS / f"{name}.yaml").read_text(encoding="utf-8")))


def big_review(
    name: str = "inti-cities", *, evidence: int = 600, recommendations: int = 100, people: int = 30
) -> ReviewData:
    """Return a review with every kind of record, every degree of consent, dissent and withdrawals."""
    chance = random.Random(7)
    data = ReviewData(benchmark(name), _terms(name))
    for makes in (_members(), _people(people), _documents(), _visit(people)):
        _add(data, makes)
    _add(data, _host(data, chance))
    _add(data, _evidence(data, chance, evidence, people))
    _add(data, _levels(data, chance))
    _add(data, _synthesis(data, chance, recommendations))
    return data


def _add(data: ReviewData, records: Iterator[Any]) -> None:
    for record in records:
        getattr(data, record.kind)[record.code] = record


def _terms(name: str) -> Review:
    return Review(
        city="Nordhaven-sur-Lys",
        country="Fictionland",
        theme="Newcomers in the first three years",
        mode="peer-review",
        benchmark=name,
        benchmark_version="1",
        starts_on="2026-05-12",
        ends_on="2026-05-14",
        agreed_on="2026-02-01",
        feedback_on="2026-05-14",
        draft_on="2026-06-01",
        factual_check_until="2026-06-15",
        response_due="2026-09-01",
        progress_review_on="2027-04-01",
        retention_until="2027-12-31",
        version="0.9",
        mandate="The mayor asked for an outside view on how the city receives newcomers.\nThe council will "
        "debate the findings in autumn.",
        summary="Nordhaven has built an honest partnership with its associations. What it lacks is a way to "
        "know whether its services reach those who arrived last.",
        limits="The housing office could not be met. Two interviews were held with interpreters.",
        next_steps="The council committee discusses this report in September.",
        publication="The city publishes the final report on its web site.",
        remarks="TEAMSECRET terms: the deputy asked us not to press the housing point.",
    )


def _members() -> Iterator[Member]:
    roles = (["team-leader"], ["lead-expert", "peer"], ["peer"], ["peer"], ["peer", "rapporteur"])
    for number, code in enumerate(PEERS):
        yield Member(
            code=code,
            name=f"Peer {FIRST[number]} Team{code}",
            city=("Ghent", "Łódź", "Malmö", "Porto", "Lille")[number],
            organisation="City administration",
            roles=roles[number],
            pair="AB"[number % 2],
        )
    yield Member(code="HC", name="Hostess Coordinata", city="Nordhaven", roles=["host-coordinator"])


def _people(count: int) -> Iterator[Stakeholder]:
    levels: tuple[choices.Attribution | None, ...] = (None, "group", "role", "named", "background", None)
    for n in range(count):
        yield Stakeholder(
            code=f"AR-I{n + 1}",
            name=f"{FIRST[n % len(FIRST)]} {LAST[n % len(LAST)]}",
            contact=f"contact{n}@secret.example",
            role=f"Head of unit {n + 1}",
            organisation=f"Organisation {n // 2 + 1}",
            group=GROUPS[n % 9],
            unit=f"Unit {n // 3}",
            language=("fr", "en", "de", "pl")[n % 4],
            consent="given" if n % 7 else "refused",
            attribution=levels[n % len(levels)],
            withdrawn=n == 11,
            remarks=f"TEAMSECRET person {n}",
        )


def _documents() -> Iterator[Document]:
    for n in range(25):
        yield Document(
            code=f"BK-D{n + 1}",
            title=f"Annual report on integration, part {n + 1}",
            author="City council" if n % 2 else "National statistics office",
            dated=("2024", "2024-05", "2024-05-17")[n % 3],
            type=get_args(choices.DocumentType)[n % 8],
            public=n % 3 != 0,
            host=n % 2 == 1,
            status="received" if n < 22 else "wanted",
            remarks=f"TEAMSECRET document {n}",
        )


def _visit(people: int) -> Iterator[Any]:
    for n in range(20):
        who = [f"AR-I{1 + (n * 2 + k) % people}" for k in range(2 if n < 18 else 6)]
        yield Slot(
            code=f"AR-S{n + 1}",
            number=n + 1,
            title=f"Talk with {FIRST[(n * 2) % 10]} {LAST[(n * 2) % 7]}",
            day=f"2026-05-{12 + n // 7}",
            start=f"{9 + n % 7:02}:00",
            end=f"{10 + n % 7:02}:00",
            type="interview" if n < 18 else "workshop",
            status="done",
            stakeholders=who,
            pair="AB"[n % 2],
        )
        yield InterviewRecord(
            code=f"AR-N{n + 1}",
            slot=f"AR-S{n + 1}",
            stakeholders=who,
            language=("fr", "en", "de", "pl")[n % 4],
            notes=f"TEAMSECRET notes {n}",
            remarks=f"TEAMSECRET interview {n}",
        )


def _host(data: ReviewData, chance: random.Random) -> Iterator[Any]:
    levels = [level.id for level in data.benchmark.assessed]
    for n, code in enumerate(data.benchmark.by_id):
        if n % 19 == 18:
            yield SelfAssessment(code=code, no_data=True)
            continue
        yield SelfAssessment(
            code=code, answer="We have a plan and a committee.", level=chance.choice(levels[1:])
        )
        for peer in PEERS[1:]:
            first = chance.choice([*levels, *(x.id for x in data.benchmark.scale if x.open)])
            yield DeskReview(
                code=f"{code}/{peer}",
                indicator=code,
                member=peer,
                level=first,
                known="The plan was adopted in 2022.",
                unknown="DESKSECRET Whether anybody uses it.",
                suspected="The committee rarely meets.",
            )


def _evidence(data: ReviewData, chance: random.Random, count: int, people: int) -> Iterator[Evidence]:
    codes = list(data.benchmark.by_id)
    for n in range(count):
        peer = PEERS[1 + n % 4]
        source: dict[str, Any] = {"channel": "heard", "interview": f"AR-N{n % 18 + 1}"}
        source["stakeholders"] = [f"AR-I{1 + ((n % 18) * 2 + n % 2) % people}"]
        if n % 5 == 3:
            source = {"channel": "read", "document": f"BK-D{n % 22 + 1}", "page": str(n % 40 + 1)}
        elif n % 23 == 4:
            source = {"channel": "seen", "interview": f"AR-N{n % 18 + 1}"}
        elif n % 29 == 6:
            source = {"channel": "claimed", "self_assessment": codes[n % len(codes)]}
        elif n % 31 == 7:
            source = {"channel": "heard", "interview": f"AR-N{19 + n % 2}"}
        ways: list[choices.Direction] = ["supports", "supports", "contradicts", "context"]
        yield Evidence(
            code=f"{peer}-E{n // 4 + 1}",
            statement=SAID[n % len(SAID)] if n % 7 else LONG + SAID[n % len(SAID)],
            nature=get_args(choices.Nature)[n % 4],
            indicators={codes[(n * 5 + k) % len(codes)]: chance.choice(ways) for k in range(1 + n % 3)},
            quote=n % 6 == 0,
            quote_permitted=n % 12 == 0,
            first_hand=n % 3 == 0,
            sensitive=n % 41 == 9,
            withdrawn=n % 53 == 8,
            recorded_by=peer,
            remarks=f"TEAMSECRET remark {n}" if n % 10 == 0 else None,
            **source,
        )


def _levels(data: ReviewData, chance: random.Random) -> Iterator[Any]:
    levels = [level.id for level in data.benchmark.assessed]
    settled = next(level.id for level in data.benchmark.scale if level.needs_reason)
    known: dict[str, list[str]] = {}
    against: dict[str, list[str]] = {}
    for item in data.evidence.values():
        for code, way in item.indicators.items():
            (against if way == "contradicts" else known).setdefault(code, []).append(item.code)
    for n, code in enumerate(data.benchmark.by_id):
        for peer in PEERS[1:]:
            yield Judgement(
                code=f"{code}/{peer}/before",
                indicator=code,
                member=peer,
                level=chance.choice(levels),
                rationale=WHY[n % len(WHY)],
                evidence=known.get(code, [])[:2],
            )
        if n % 24 == 23:
            yield Consensus(code=code, level=settled, reason="Nobody who could tell was met.")
            continue
        if n % 31 == 30:
            continue
        yield Consensus(
            code=code,
            level=chance.choice(levels),
            rationale=WHY[n % len(WHY)],
            evidence_for=known.get(code, [])[:6],
            evidence_against=against.get(code, [])[:2],
            outweighed="The more recent documents say otherwise." if n % 3 == 0 else None,
            dissent={"BK": "The written rules would merit a better level."} if n % 9 == 2 else {},
            confidence=("low", "medium", "high")[n % 3],
            decided_on="2026-05-14",
            remarks=f"TEAMSECRET consensus {n}" if n % 8 == 0 else None,
        )


def _synthesis(data: ReviewData, chance: random.Random, recommendations: int) -> Iterator[Any]:
    codes, evidence = list(data.benchmark.by_id), list(data.evidence)
    for n in range(3):
        factors = list(data.benchmark.factors)
        yield ContextFactor(
            code=f"AR-X{n + 1}",
            factor=factors[n] if factors else None,
            text="National law leaves the recognition of diplomas to the regions; the city can only advise.",
            indicators=codes[n : n + 2],
            evidence=evidence[n : n + 2],
        )
    for n in range(40):
        yield Conclusion(
            code=f"AR-C{n + 1}",
            type="strength" if n % 2 else "challenge",
            title=("A committee that works", "Nobody counts who is reached", "Partners come in late")[n % 3],
            text=WHY[n % 3] + " " + SAID[n % len(SAID)],
            indicators=[codes[(n * 2 + k) % len(codes)] for k in range(1 + n % 2)],
            evidence=chance.sample(evidence, 4),
            context=["AR-X1"] if n % 5 == 0 else [],
            summary=n < 8,
            position=n,
            remarks=f"TEAMSECRET conclusion {n}" if n % 4 == 0 else None,
        )
    for n in range(recommendations):
        yield Recommendation(
            code=f"AR-R{n + 1}",
            title=("Publish the waiting times", "Ask before adopting", "Fill the post of contact person")[
                n % 3
            ],
            text="Publish, every quarter, how long people wait for a place, by district and by language.",
            addressee="Department of social affairs" if n % 2 else "City council",
            conclusions=[f"AR-C{n % 40 + 1}"],
            indicators=[codes[(n % 40 * 2) % len(codes)]],
            type="suggestion" if n % 6 == 5 else "recommendation",
            priority=("high", "medium", "low")[n % 3],
            effort=("low", "medium", "high")[n % 3],
            horizon="quick-win" if n % 2 else "long-haul",
            peer_city="Malmö" if n % 4 == 0 else None,
            remarks=f"TEAMSECRET advice {n}" if n % 9 == 0 else None,
        )
    for n in range(8):
        yield GoodPractice(
            code=f"AR-G{n + 1}",
            title=f"The open table, round {n + 1}",
            text="Once a month the heads of service eat with newcomers in a district school.",
            for_whom="Families in their first year",
            results="Nine in ten come back; three services changed their opening hours.",
            conditions="A school that stays open in the evening, and a budget for meals.",
            evidence=chance.sample(evidence, 2),
            indicators=[codes[n * 3 % len(codes)]],
            host_agrees=n % 2 == 0,
        )
    yield Comment(
        code="AR-K1",
        about="AR-C1",
        text="The committee met six times in 2025, not four.",
        author="Integration unit",
        received_at="2026-06-10T10:00:00",
        status="accepted",
        correction="Corrected to six.",
    )
    yield DevelopmentAction(
        code="AR-A1",
        recommendation="AR-R1",
        response="accepted",
        objective="Waiting times are public",
        owner="Department of social affairs",
        start="2026-10-01",
        end="2027-03-31",
        status="open",
    )
