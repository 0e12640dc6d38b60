"""Judging, consensus, synthesis and report: what people do there is what the file then holds."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from peervisit.model.benchmark import Benchmark
from peervisit.service import levels, records, reviews
from peervisit.store import private
from peervisit.store.review_file import ReviewFile
from peervisit.tui.level_keys import level_keys
from peervisit.tui.screens.consensus import ConsensusScreen
from peervisit.tui.screens.judging import JudgingScreen
from peervisit.tui.screens.level_board import TAKEN
from peervisit.tui.screens.synthesis import SynthesisScreen
from tests.builders import SHIPPED, shipped_benchmark

Opened = Callable[..., AbstractAsyncContextManager[Pilot[int]]]

pytestmark = pytest.mark.asyncio


@pytest.fixture
def judged(path: Path) -> Path:
    """A review in which JN has handed in two levels, and AR none."""
    with reviews.open_review(path, member="JN") as review:
        for indicator, level in (("GG-AMB-1", "below"), ("GG-AMB-2", "par")):
            levels.keep_sealed(review, "judgement", "JN", indicator, {"level": level})
        levels.submit(review, "judgement", "JN")
    return path


def sealed_levels(stored: ReviewFile) -> dict[str, object]:
    """Return AR's sealed levels by indicator."""
    found = private.sealed(stored.connection, "AR", "judgement")
    return {code.partition("/")[0]: values.get("level") for code, values in found.items()}


@pytest.mark.parametrize("key", ["2", "p", "é"], ids=["digit", "letter", "azerty"])
async def test_one_key_sets_one_level_and_seals_it(
    opened: Opened, path: Path, stored: ReviewFile, key: str
) -> None:
    """A level is one key, on either row of digits; it stays out of the log."""
    async with opened(path) as pilot:
        await pilot.press("J", "home", key)
        await pilot.pause()

        assert {"GG-AMB-1": "par"} == sealed_levels(stored)
        assert {} == stored.rows("judgement")


async def test_levels_are_handed_in(opened: Opened, path: Path, stored: ReviewFile) -> None:
    """The key s hands in every sealed level; then the log holds them."""
    async with opened(path) as pilot:
        await pilot.press("J", "home", "1", "down", "3", "s")
        await pilot.pause()

        assert {"GG-AMB-1": "below", "GG-AMB-2": "above"} == {
            row["indicator"]: row["level"] for row in stored.rows("judgement").values()
        }
        assert {} == sealed_levels(stored)


async def test_only_marked_levels_are_handed_in(opened: Opened, path: Path, stored: ReviewFile) -> None:
    """With marks, s hands in the marked ones and leaves the others sealed."""
    async with opened(path) as pilot:
        await pilot.press("J", "home", "1", "down", "3", "space", "s")
        await pilot.pause()

        assert ["GG-AMB-2"] == [row["indicator"] for row in stored.rows("judgement").values()]
        assert {"GG-AMB-1": "below"} == sealed_levels(stored)


async def test_next_goes_to_an_indicator_without_own_level(opened: Opened, path: Path) -> None:
    """The key g goes on to what has no level of one's own yet."""
    async with opened(path) as pilot:
        await pilot.press("J", "home", "1", "g")
        await pilot.pause()

        assert "GG-AMB-2" == pilot.app.screen.list.code  # type: ignore[attr-defined]


async def test_others_levels_hide_until_own_is_handed_in(opened: Opened, judged: Path) -> None:
    """The board shows nobody's level on what one has not judged oneself (R09)."""
    async with opened(judged) as pilot:
        await pilot.press("C")
        await pilot.pause()

        assert {} == pilot.app.screen.levels["GG-AMB-1"]  # type: ignore[attr-defined]

        await pilot.press("J", "home", "3", "s", "C")
        await pilot.pause()

        assert {"AR": "above", "JN": "below"} == pilot.app.screen.levels["GG-AMB-1"]  # type: ignore[attr-defined]
        assert {} == pilot.app.screen.levels["GG-AMB-2"]  # type: ignore[attr-defined]


async def test_team_agrees_with_one_key(opened: Opened, judged: Path, stored: ReviewFile) -> None:
    """A level key on the board keeps the consensus, with the day and who decided."""
    async with opened(judged) as pilot:
        await pilot.press("C", "home", "2")
        await pilot.pause()
        row = stored.rows("consensus")["GG-AMB-1"]

        assert "par" == row["level"]
        assert row["decided_on"]
        assert ["AR", "JN"] == row["decided_by"]


async def test_most_frequent_level_is_taken(opened: Opened, judged: Path, stored: ReviewFile) -> None:
    """The key t takes the level that most peers gave, and nothing where two have as many."""
    async with opened(judged) as pilot:
        await pilot.press("J", "home", "1", "down", "3", "s", "C", "home", "t", "down", "t")
        await pilot.pause()

        assert {"GG-AMB-1": "below"} == {code: row["level"] for code, row in stored.rows("consensus").items()}


@pytest.mark.parametrize("path_of", SHIPPED, ids=lambda one: one.stem)
async def test_every_scale_has_keys_of_its_own(path_of: Path) -> None:
    """Each level of each benchmark has a digit, an AZERTY digit and a letter, all different."""
    benchmark: Benchmark = shipped_benchmark(path_of)
    keys = level_keys(benchmark, TAKEN)
    letters = [key for key in keys if len(key) == 1 and key.isascii() and key.isalpha()]

    assert {level.id for level in benchmark.scale} == set(keys.values())
    assert len(benchmark.scale) == len(letters)
    assert not set(letters) & set(TAKEN)


async def test_recommendation_rests_on_the_conclusion_under_the_cursor(
    opened: Opened, path: Path, stored: ReviewFile
) -> None:
    """The key r opens a recommendation that cites the conclusion and its indicators."""
    with reviews.open_review(path) as review:
        fields = {"title": "No money", "text": "There is none.", "indicators": ["GG-AMB-1"]}
        records.add(review, "conclusion", {**fields, "evidence": ["AR-E02"]})
    async with opened(path) as pilot:
        await pilot.press("S", "r")
        await pilot.pause()
        await pilot.press(*"Give it a budget", "tab", *"Do.", "ctrl+s")
        await pilot.pause()
        row = stored.rows("recommendation")["AR-R01"]
        screen = pilot.app.screen
        assert isinstance(screen, SynthesisScreen)

        assert "1 conclusion · 1 recommendation" == screen.note()
        assert ["AR-C01"] == row["conclusions"]
        assert ["GG-AMB-1"] == row["indicators"]
        assert "Give it a budget" == row["title"]


async def test_conclusions_change_places(opened: Opened, path: Path, stored: ReviewFile) -> None:
    """L moves a conclusion down in the report; s puts it into the summary."""
    with reviews.open_review(path) as review:
        for title in ("First", "Second"):
            records.add(review, "conclusion", {"title": title, "text": title})
    async with opened(path) as pilot:
        await pilot.press("S", "home", "L", "s")
        await pilot.pause()
        rows = stored.rows("conclusion")

        assert (2, 1) == (rows["AR-C01"]["position"], rows["AR-C02"]["position"])
        assert 1 == rows["AR-C01"]["summary"]


async def test_report_is_written_beside_the_review(opened: Opened, judged: Path) -> None:
    """The key w writes the edition chosen, and the screen says what it holds."""
    async with opened(judged) as pilot:
        await pilot.press("R", "e", "w")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        target = judged.with_name("aldermere-team-en.docx")

        assert zipfile.is_zipfile(target)
        assert "73 indicators" in pilot.app.screen.detail.text  # type: ignore[attr-defined]


async def test_a_level_that_stands_is_not_written_again(
    opened: Opened, judged: Path, stored: ReviewFile
) -> None:
    """A key that gives the level that is there already writes nothing: the day of the decision stays."""
    with reviews.open_review(judged, member="AR") as review:
        fields = {"level": "below", "decided_on": "2026-01-02", "decided_by": ["AR"]}
        levels.agree(review, "GG-AMB-1", fields)
        levels.keep_sealed(review, "judgement", "AR", "GG-AMB-1", {"level": "below"})
        levels.submit(review, "judgement", "AR")
    before = stored.digest()
    async with opened(judged) as pilot:
        await pilot.press("C", "home", "t", "1", "J", "home", "1")
        await pilot.pause()

        assert "2026-01-02" == stored.rows("consensus")["GG-AMB-1"]["decided_on"]
        assert before == stored.digest()


async def test_a_sealed_level_can_be_undone(opened: Opened, path: Path, stored: ReviewFile) -> None:
    """Undo takes back the level that was just given, and nothing that was done before it."""
    async with opened(path) as pilot:
        await pilot.press("J", "home", "1", "3", "u")
        await pilot.pause()
        assert {"GG-AMB-1": "below"} == sealed_levels(stored)

        await pilot.press("x", "u")
        await pilot.pause()
        assert {"GG-AMB-1": "below"} == sealed_levels(stored)

        await pilot.press("u")
        await pilot.pause()
        assert {} == sealed_levels(stored)
        assert 2 == len(stored.rows("evidence"))

        await pilot.press("U")
        await pilot.pause()
        assert {"GG-AMB-1": "below"} == sealed_levels(stored)


async def test_a_level_that_was_handed_in_can_be_withdrawn(
    opened: Opened, judged: Path, stored: ReviewFile
) -> None:
    """The key x withdraws it before everybody; the others' levels stay in view, and undo brings it back."""
    async with opened(judged) as pilot:
        await pilot.press("J", "home", "3", "s", "x")
        await pilot.pause()
        screen = pilot.app.screen

        assert stored.rows("judgement")["GG-AMB-1/AR/before"]["level"] is None
        assert "· withdrawn" == screen.list.rows[0].cells[-1].text  # type: ignore[attr-defined]

        await pilot.press("C")
        await pilot.pause()
        assert {"JN": "below"} == pilot.app.screen.levels["GG-AMB-1"]  # type: ignore[attr-defined]

        await pilot.press("u")
        await pilot.pause()
        assert "above" == stored.rows("judgement")["GG-AMB-1/AR/before"]["level"]


async def test_nothing_without_a_level_is_handed_in(opened: Opened, path: Path, stored: ReviewFile) -> None:
    """A level that was taken back before it was handed in stays at home."""
    async with opened(path) as pilot:
        await pilot.press("J", "home", "1", "x", "s")
        await pilot.pause()

        assert {} == stored.rows("judgement")


@pytest.mark.parametrize("path_of", SHIPPED, ids=lambda one: one.stem)
async def test_a_level_has_the_same_key_in_judging_and_consensus(path_of: Path) -> None:
    """No letter that gives a level on one board does something else on the other."""
    used = {
        key
        for screen in (JudgingScreen, ConsensusScreen)
        for command in screen.USER_COMMANDS
        for key in command.keys.split(",")
        if len(key) == 1
    }

    assert not used & set(level_keys(shipped_benchmark(path_of), TAKEN))


async def test_an_override_keeps_when_it_was_made(opened: Opened, judged: Path, stored: ReviewFile) -> None:
    """A rule set aside in the app is kept as the command keeps it: with its reason, by whom, and when."""
    with reviews.open_review(judged, member="AR") as review:
        levels.agree(review, "GG-AMB-1", {"level": "below"})
    async with opened(judged) as pilot:
        await pilot.press("C", "home", "w")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press(*"Late", "ctrl+s")
        await pilot.pause()
        (row,) = stored.rows("override").values()

        assert ("GG-AMB-1", "Late", "AR") == (row["subject"], row["reason"], row["member"])
        assert row["at"]


async def test_undo_names_a_level_as_people_do(opened: Opened, path: Path) -> None:
    """What was undone is named without the program's own words for a round."""
    async with opened(path) as pilot:
        await pilot.press("J", "home", "1", "u")
        await pilot.pause()
        said = [str(one.message) for one in pilot.app._notifications]

    assert any("GG-AMB-1 · AR · before discussion" in one for one in said), said
