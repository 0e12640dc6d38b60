"""Whatever is answered, by whatever hand, in whatever order: it comes back as it was meant."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peervisit.forms.matching import day, levels, placeholders, plain_words
from peervisit.i18n import languages
from peervisit.model.text import clean_line
from peervisit.service import benchmarks
from peervisit.service.forms import make_form
from peervisit.service.intake import plan_intake
from peervisit.store.review_file import ReviewFile
from peervisit.word.xml import Xml, safe
from tests.forms.conftest import new_review
from tests.forms.hands import CARRIERS, Hand

TEXTS = {"Explanation": "answer", "Known weaknesses": "weaknesses", "Questions to the peers": "questions"}
HOSTILE = st.sampled_from(
    [
        "R&D <5 ans> ]]>",
        "\x00\x07\x1b[31m",
        "שלום עולם",
        "e\u0301 \U0001f600",
        "=1+1",
        "'; DROP TABLE form; --",
        "peervisit form comments",
        "GG-AMB-1",
        "GG-AMB-1\tpar",
        "below what it was",
        "[/] [@click=app.quit]",
        "…",
        "a\u2028b\u0085c",
        "_pvlevel0000000000000000",
    ]
)
LEVELS = levels(benchmarks.load("inti-cities")[0], no_data=True)
WORDS = st.one_of(HOSTILE, st.text(min_size=1, max_size=80)).filter(
    lambda one: (
        clean_line(safe(one)) != "" and plain_words(one) not in placeholders() and LEVELS.find(one) is None
    )
)
Answers = dict[tuple[str, str], tuple[str, Callable[[str], Xml]]]
CODES = sorted(benchmarks.load("inti-cities")[0].by_id)


@given(
    answers=st.dictionaries(
        st.tuples(st.sampled_from(CODES), st.sampled_from(sorted(TEXTS))),
        st.tuples(WORDS, st.sampled_from(CARRIERS)),
        min_size=1,
        max_size=8,
    ),
    order=st.integers(0, 99),
)
@settings(max_examples=60, deadline=None)
def test_any_answer_comes_back(sent: tuple[ReviewFile, Path], answers: Answers, order: int) -> None:
    """Any text, carried by any means, in rows in any order, is taken whole, and nothing else is."""
    review, path = sent
    hand = Hand(path)
    for (code, header), (words, carrier) in answers.items():
        hand.answer(code, header, words, carrier)
    _shuffle(hand, random.Random(order))
    plan = plan_intake(review, hand.save())
    taken = {(one.code, one.field): " ".join(one.after.split()) for one in plan.takes}
    meant = {
        (code, TEXTS[header]): " ".join(safe(words).split())
        for (code, header), (words, _c) in answers.items()
    }

    assert [] == plan.questions
    assert meant == taken


def _shuffle(hand: Hand, chance: random.Random) -> None:
    """Move rows about, also from table to table."""
    tables = hand.tables
    for row in list(hand.rows.values()):
        if chance.random() < 0.3:
            chance.choice(tables).append(row)


@pytest.mark.parametrize("name", benchmarks.shipped())
@pytest.mark.parametrize("language", languages())
def test_any_level_in_any_words(tmp_path: Path, name: str, language: str) -> None:
    """For any benchmark and language, a level counts as symbol, as word in any language, or both."""
    scale = benchmarks.load(name)[0].scale
    names: dict[str, set[str]] = {}
    for level in scale:
        for word in level.name.values():
            names.setdefault(word.casefold(), set()).add(level.id)
    with new_review(tmp_path / "v.peervisit", name) as review:
        make_form(review, "self-assessment", tmp_path / "f.docx", language=language)
        for level in scale:
            words = [word for word in level.name.values() if names[word.casefold()] == {level.id}]
            ways = [level.symbol, *words, *(word.upper() for word in words)]
            ways += [f"{level.symbol} {word}" for word in words] + [f" {word}. " for word in words]
            hand = Hand(tmp_path / "f.docx")
            codes = list(hand.rows)[: len(ways)]
            for code, way in zip(codes, ways, strict=False):
                hand.answer_at(code, 2, way)
            plan = plan_intake(review, hand.save())

            assert [] == plan.questions
            assert dict.fromkeys(codes, level.id) == {
                one.code: one.after for one in plan.takes if one.field == "level"
            }


@pytest.mark.parametrize(
    ("words", "level"), [("BEL", "below"), ("abo", "above"), ("more info", "more-information")]
)
def test_abbreviations(sent: tuple[ReviewFile, Path], words: str, level: str) -> None:
    """The beginning of one name, and of no other, is enough."""
    review, path = sent
    hand = Hand(path)
    hand.answer(CODES[0], "Level", words)
    plan = plan_intake(review, hand.save())

    assert [] == plan.questions
    assert [level] == [one.after for one in plan.takes if one.field == "level"]


UNCLEAR = (
    "quite good", "below/above", "▼ above", "not below", "3", "?", "par?", "Above\u00a0?", "par+", "par -",
    "par ↑", "above ▼", "par ±", "↗ par", "> par",
)  # fmt: skip


@pytest.mark.parametrize("words", UNCLEAR)
def test_an_unclear_level_is_asked_about(sent: tuple[ReviewFile, Path], words: str) -> None:
    """What could mean several levels, or none, is a question with every level as a choice."""
    review, path = sent
    hand = Hand(path)
    hand.answer(CODES[0], "Level", words)
    plan = plan_intake(review, hand.save())

    assert [] == plan.takes
    assert [words] == [one.stands for one in plan.questions]
    assert {"below", "par", "above", "no-data", "skip"} <= {one.value for one in plan.questions[0].options}


def test_a_dash_in_a_sentence_suggests_no_level(sent: tuple[ReviewFile, Path]) -> None:
    """The scale has a dash for what is not assessed; one that parts words is not the likeliest answer."""
    review, path = sent
    hand = Hand(path)
    hand.answer(CODES[0], "Level", "par – see the minutes")
    plan = plan_intake(review, hand.save())

    assert [None] == [one.suggested for one in plan.questions]


@pytest.mark.parametrize("words", ["partly/in place", "Not → in place", "In place? Partly in place"])
def test_two_names_that_make_a_third_are_asked_about(tmp_path: Path, words: str) -> None:
    """Where the words of one level stand within another, a stroke or an arrow still parts them."""
    with new_review(tmp_path / "v.peervisit", "diversity") as review:
        make_form(review, "self-assessment", tmp_path / "f.docx")
        hand = Hand(tmp_path / "f.docx")
        hand.answer("KF-01", "Level", words)
        plan = plan_intake(review, hand.save())

    assert ([], 1) == (plan.takes, len(plan.questions))


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("2027-03-31", "2027-03-31"),
        ("31.3.2027", "2027-03-31"),
        ("31 / 03 / 2027", "2027-03-31"),
        ("3/4/2027", "2027-04-03"),
        ("31 March 2027", "2027-03-31"),
        ("1st May 2027", "2027-05-01"),
        ("March 2027", "2027-03-31"),
        ("Feb 2028", "2028-02-29"),
        ("03/2027", "2027-03-31"),
        ("2027-11", "2027-11-30"),
        ("31.2.2027", None),
        ("13/25/2027", None),
        ("end of 2027", None),
        ("2027", None),
        ("Ma 2027", None),
        ("soon", None),
    ],
)
def test_days(words: str, meant: str | None) -> None:
    """A day by figures or name of the month, a month as its last day; anything else is for a person."""
    assert meant == day(words)
