"""What a field can name, and what the few codes that it holds are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from peervisit.model.kinds import KINDS, fields_of
from peervisit.service import records, reviews
from peervisit.service.benchmarks import benchmark_of
from peervisit.tui.options import field_options, options_for

SPECS = [spec for kind in KINDS for spec in fields_of(kind).values()]
TARGETS = sorted({spec.ref for spec in SPECS if spec.ref} | {spec.items.item for spec in SPECS if spec.items})


@pytest.mark.parametrize("target", TARGETS)
def test_few_codes_are_called_as_in_the_whole_list(path: Path, target: str) -> None:
    """A form that asks for the codes that it shows gets what the list to choose from says of them."""
    with reviews.open_review(path, member="AR") as review:
        records.add(review, "stakeholder", {"name": "Li Wei", "role": "mayor", "group": "elected-politician"})
        benchmark = benchmark_of(review)
        every = options_for(review, benchmark, target)
        asked = [option.code for option in every[::2]]
        named = {one.code: one for one in options_for(review, benchmark, target, [*asked, "XX-99"])}

        assert [named.get(code) for code in asked] == every[::2]
        assert options_for(review, benchmark, target, ()) in ([], every)


def test_no_code_is_no_list(path: Path) -> None:
    """Nothing is read for a field that holds nothing."""
    with reviews.open_review(path, member="AR") as review:
        spec = fields_of("evidence")["stakeholders"]

        assert field_options(review, benchmark_of(review), spec, ()) == []
        assert len(field_options(review, benchmark_of(review), spec)) == 1
