"""What is exported and taken into a new file is the same review, whatever it holds."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peervisit.errors import ImportLineError
from peervisit.model.kinds import KINDS
from peervisit.service import conflicts, exchange, merging, records, reviews
from peervisit.store.review_file import ReviewFile
from tests.service.world import CODES, as_lines, fields, filled, lines_of, new, reviews_of_any_kind

ANY = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

_numbers = itertools.count()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for all examples."""
    return tmp_path_factory.mktemp("reviews")


def fresh(folder: Path) -> Path:
    """Return the path of a file that is not there yet."""
    return folder / f"{next(_numbers)}.peervisit"


def again(review: ReviewFile, folder: Path) -> ReviewFile:
    """Return a new review that holds the export of another."""
    found = new(fresh(folder), "codesign")
    exchange.import_lines(found, exchange.export_lines(review))
    return found


def disputed(review: ReviewFile) -> list[tuple[Any, ...]]:
    """Return what is in conflict, with every open value."""
    return [
        (one.kind, one.code, one.field, sorted(str(version.value) for version in one.versions))
        for one in conflicts.conflicts(review)
    ]


@ANY
@given(content=reviews_of_any_kind())
def test_any_review(folder: Path, content: list[dict[str, Any]]) -> None:
    """A review of any records, hostile texts included, has the same digest after export and import."""
    with filled(fresh(folder), content) as review, again(review, folder) as copy:
        assert review.digest() == copy.digest()
        assert list(exchange.export_lines(review)) == list(exchange.export_lines(copy))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "benchmark"])
@settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_each_kind(folder: Path, kind: str, data: st.DataObject) -> None:
    """A record of each kind comes back as it was."""
    line = data.draw(lines_of(kind))
    with filled(fresh(folder), [line]) as review, again(review, folder) as copy:
        assert review.rows(kind) == copy.rows(kind)
        assert review.digest() == copy.digest()


EDITED = ["document", "evidence", "consensus", "member", "stakeholder", "slot"]


@ANY
@given(data=st.data())
def test_with_open_conflicts(folder: Path, data: st.DataObject) -> None:
    """Conflicts of two copies edited apart are open after export and import too, value by value."""
    with filled(fresh(folder)) as one, merging.make_copy(one, fresh(folder)) as two:
        for review in (one, two):
            for kind in data.draw(st.lists(st.sampled_from(EDITED), min_size=1, max_size=4)):
                code = data.draw(st.sampled_from(CODES[kind]))
                change(review, kind, code, data)
        merging.take_from(one, two.path)
        with again(one, folder) as copy:
            assert disputed(one) == disputed(copy)
            assert one.digest() == copy.digest()


def change(review: ReviewFile, kind: str, code: str, data: st.DataObject) -> None:
    """Change a record, or delete it, or bring it back."""
    if review.exists(kind, code) and data.draw(st.integers(0, 3)) == 0:
        records.remove(review, kind, code)
        return
    given = data.draw(fields(kind))
    there = {name: value for name, value in given.items() if not named(value, review)}
    records.put(review, kind, code, there)


def named(value: Any, review: ReviewFile) -> bool:
    """Whether a value names a record that is deleted."""
    parts = [value] if isinstance(value, str) else list(value) if isinstance(value, list | dict) else []
    owners = {code: kind for kind in EDITED if kind != "consensus" for code in CODES[kind]}
    return any(part in owners and not review.exists(owners[part], part) for part in parts)


def test_what_names_a_deleted_record(tmp_path: Path) -> None:
    """Evidence on a document that was deleted since is taken in, and the code stays taken."""
    with filled(tmp_path / "a.peervisit") as review:
        records.edit(review, "evidence", "BK-E01", {"document": "AR-D02"})
        records.remove(review, "document", "AR-D02")
        with again(review, tmp_path) as copy:
            copy.log.author = "AR"

            assert review.digest() == copy.digest()
            assert copy.row("document", "AR-D02") is None
            assert records.add(copy, "document", {"title": "Plan"}) == "AR-D03"


def test_deleted_and_entered_again(tmp_path: Path) -> None:
    """A record entered anew under an old code holds nothing of the old one."""
    with filled(tmp_path / "a.peervisit") as review:
        records.edit(
            review, "document", "AR-D01", {"title": "Old", "author": "City", "indicators": ["GG-AMB-1"]}
        )
        records.remove(review, "document", "AR-D01")
        records.add(review, "document", {"title": "New"}, code="AR-D01")
        row = review.row("document", "AR-D01")
        with again(review, tmp_path) as copy:
            assert copy.digest() == review.digest()

    assert row is not None
    assert ("New", None, []) == (row["title"], row["author"], row["indicators"])


def test_deleted_and_imported_again(tmp_path: Path) -> None:
    """A record imported anew under an old code holds nothing of the old one."""
    with filled(tmp_path / "a.peervisit") as review:
        records.edit(review, "document", "AR-D01", {"title": "Old", "author": "City", "public": True})
        records.remove(review, "document", "AR-D01")
        exchange.import_lines(review, ['{"kind": "document", "code": "AR-D01", "title": "New"}'])
        row = review.row("document", "AR-D01")

    assert row is not None
    assert ("New", None, None) == (row["title"], row["author"], row["public"])


def test_terms_that_were_cleared(tmp_path: Path) -> None:
    """A whole review taken into a new file takes the place of the terms that the file was made with."""
    with filled(tmp_path / "a.peervisit") as review:
        records.edit(review, "review", "review", {"theme": None})
        with again(review, tmp_path) as copy:
            assert review.row("review", "review") == copy.row("review", "review")
            assert ["inti-cities"] == list(copy.rows("benchmark"))


def test_terms_alone_change_only_what_they_name(tmp_path: Path) -> None:
    """Terms without a benchmark change a new review's terms, and clear none."""
    with new(tmp_path / "a.peervisit") as review:
        exchange.import_lines(review, ['{"kind": "review", "mandate": "To learn."}'])
        terms = review.row("review", "review")

    assert terms is not None
    assert ("Genoa", "To learn.") == (terms["city"], terms["mandate"])


def test_a_line_without_fields(tmp_path: Path) -> None:
    """A line that gives a new record no field is refused, because nothing of it would be kept."""
    with filled(tmp_path / "a.peervisit") as review:
        before = review.digest()
        lines = ['{"kind": "document", "code": "AR-D09"}', '{"kind": "evidence", "statement": "x"}']
        with pytest.raises(ImportLineError, match="line 1: document: nothing to keep"):
            exchange.import_lines(review, lines)

        assert before == review.digest()


def test_a_record_that_was_emptied(tmp_path: Path) -> None:
    """A record of which every field was cleared is no obstacle to export and import."""
    with filled(tmp_path / "a.peervisit") as review:
        records.edit(review, "document", "AR-D01", {"title": None})
        records.edit(review, "evidence", "BK-E01", {"document": "AR-D01"})
        with again(review, tmp_path) as copy:
            assert review.digest() == copy.digest()


@pytest.mark.parametrize("name", ["codesign", "diversity", "inti-cities"])
def test_every_benchmark(tmp_path: Path, name: str) -> None:
    """A review on each shipped benchmark can be taken into a new file made with any other."""
    with reviews.create(tmp_path / "a.peervisit", city="Genoa", benchmark=name) as review:
        from peervisit.service.benchmarks import benchmark_of

        for code in benchmark_of(review).by_id:
            records.add(review, "self_assessment", {"answer": f"On {code}."}, code=code)
        with reviews.create(tmp_path / "b.peervisit", city="X", benchmark="diversity") as copy:
            exchange.import_lines(copy, exchange.export_lines(review))

            assert review.digest() == copy.digest()


def test_an_older_alias_of_an_indicator(tmp_path: Path) -> None:
    """Records that name an indicator by an older alias, or in lower case, get the code of its id."""
    lines: list[dict[str, Any]] = [
        {"kind": "judgement", "indicator": "gg-amb-1", "member": "AR", "level": "par"},
        {"kind": "desk_review", "indicator": "gg-amb-1", "member": "AR", "known": "x"},
    ]
    with filled(tmp_path / "a.peervisit", lines) as review, again(review, tmp_path) as copy:
        assert ["GG-AMB-1/AR/before"] == list(copy.rows("judgement"))
        assert ["GG-AMB-1/AR"] == list(copy.rows("desk_review"))
        assert review.digest() == copy.digest()


def test_exported_lines_are_read_twice(tmp_path: Path) -> None:
    """Importing what a review holds already changes nothing, conflicts included."""
    with filled(tmp_path / "a.peervisit") as one, merging.make_copy(one, tmp_path / "b.peervisit") as two:
        for review, title in ((one, "Plan A"), (two, "Plan B")):
            records.edit(review, "document", "AR-D01", {"title": title})
        merging.take_from(one, two.path)
        before, changes = one.digest(), one.log.seq
        exchange.import_lines(one, list(exchange.export_lines(one)))

        assert before == one.digest()
        assert changes == one.log.seq


def test_a_conflict_with_values_that_are_not_acceptable(tmp_path: Path) -> None:
    """Open values of a conflict are checked and cleaned like any other value."""
    line = {
        "kind": "evidence",
        "code": "BK-E09",
        "statement": "x",
        "_conflicts": {"remarks": ["\x1b[31m \ud800", "calm"]},
    }
    with filled(tmp_path / "a.peervisit", [line]) as review:
        found = disputed(review)

    assert [("evidence", "BK-E09", "remarks", ["calm", "␛[31m �"])] == found


@pytest.mark.parametrize(
    "held",
    [
        {"statement": [1, None]},
        {"nature": ["gossip", "fact"]},
        {"indicators.NO-1": ["supports", None]},
        {"indicators.GG-AMB-1": ["maybe", None]},
        {"indicators": ["supports", None]},
        {"statement.x": ["supports", None]},
        {"document": ["NO-D1", None]},
        {"_deleted": [2]},
        {"_deleted": ["yes"]},
        {"nature": "fact"},
        {"gossip": ["fact"]},
        ["statement"],
    ],
)
def test_a_conflict_that_is_no_conflict(tmp_path: Path, held: Any) -> None:
    """A conflict on what is no field, or with values that the field cannot hold, is refused by line."""
    with filled(tmp_path / "a.peervisit") as review:
        before = review.digest()
        line = {"kind": "evidence", "code": "BK-E09", "statement": "x", "_conflicts": held}
        with pytest.raises(ImportLineError, match=r"^line 1: "):
            exchange.import_lines(review, as_lines([line]))

        assert before == review.digest()


def test_exports_are_for_their_owner_only(tmp_path: Path) -> None:
    """An export holds names, so nobody else on the computer can read it."""
    with filled(tmp_path / "a.peervisit") as review:
        count = exchange.export_to(review, tmp_path / "out.jsonl")
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()

    assert 0o600 == (tmp_path / "out.jsonl").stat().st_mode & 0o777
    assert count == len(lines)
    assert set(KINDS) >= {json.loads(line)["kind"] for line in lines}
