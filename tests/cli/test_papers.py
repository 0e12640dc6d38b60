"""Reports on templates and papers from the command line: what is written, said, and refused."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from peervisit.service import records, reviews
from tests.cli.ran import Peervisit, Ran
from tests.word.templates import words, write_template


@pytest.fixture
def slotted(heard: Path) -> Path:
    """Return the review with focus indicators in its one slot."""
    with reviews.open_review(heard, member="BK") as review:
        records.edit(review, "slot", "BK-S01", {"focus": ["GG-AMB-1"]})
    return heard


@pytest.mark.parametrize(
    "command",
    [["handout"], ["programme"], ["programme", "--edition", "host"], ["evidence-log"], ["guide", "BK-S01"]],
)
def test_papers_are_written(peervisit: Peervisit, slotted: Path, command: list[str]) -> None:
    """Each paper is written, checked, and named on stderr."""
    out = slotted.with_name("p.docx")
    name, *rest = command
    slot = [one for one in rest if one.startswith("BK")]
    done = peervisit(name, slotted, *slot, out, *[one for one in rest if one not in slot])

    assert 0 == done.status
    assert zipfile.is_zipfile(out)
    assert "p.docx" in done.err


@pytest.mark.parametrize("language", ["fr-CH", "pt"])
def test_the_language_is_the_nearest_to_the_review_s(
    peervisit: Peervisit, slotted: Path, language: str
) -> None:
    """A review in the French of Switzerland has French papers, as in the app; any other has English ones."""
    assert 0 == peervisit("review", "edit", slotted, "--language", language).status
    for name in ("report", "handout"):
        assert 0 == peervisit(name, slotted, slotted.with_name(f"{name}.docx")).status
    form = peervisit("form", slotted, "self-assessment", slotted.with_name("f.docx"), "--as", "AR")
    assert 0 == form.status

    with zipfile.ZipFile(slotted.with_name("f.docx")) as made:
        held = made.read("word/document.xml").decode()
    assert ('w:val="fr-FR"' in held or "Auto-évaluation" in held) is (language == "fr-CH")


def test_a_guide_needs_a_slot_that_exists(peervisit: Peervisit, slotted: Path) -> None:
    """A code that names no slot is refused in one line, and nothing is written."""
    done = peervisit("guide", slotted, "BK-S99", slotted.with_name("g.docx"))

    assert 1 == done.status
    assert "no such slot" in done.complaint
    assert not slotted.with_name("g.docx").exists()


def test_a_report_on_a_template(peervisit: Peervisit, visit: Path) -> None:
    """The report is written on the template; a placeholder that nobody knows asks for a person: status 3."""
    good = write_template(visit.with_name("good.dotx"), words("[[city]]") + words("[[report]]"))
    odd = write_template(visit.with_name("odd.dotx"), words("[[mayor]]") + words("[[report]]"))

    assert 0 == peervisit("report", visit, visit.with_name("r.docx"), "--template", good).status
    done = peervisit("report", visit, visit.with_name("r.docx"), "--template", odd)
    assert 3 == done.status
    assert "[[mayor]]" in done.err


@pytest.mark.parametrize("command", [["handout"], ["programme"], ["evidence-log"], ["guide", "BK-S01"]])
def test_papers_on_a_template(peervisit: Peervisit, slotted: Path, command: list[str]) -> None:
    """Papers take the templates of reports, and give the same answers to those that do not do."""
    good = write_template(slotted.with_name("good.docx"), words("City hall") + words("[[report]]"))
    odd = write_template(slotted.with_name("odd.dotx"), words("[[report]]") + words("[[mayor]]"))
    macros = write_template(
        slotted.with_name("m.dotm"), words("[[report]]"), more={"word/vbaProject.bin": "x"}
    )
    name, *slot = command
    out = slotted.with_name("p.docx")

    def ran(template: Path, target: Path = out) -> Ran:
        return peervisit(name, slotted, *slot, target, "--template", template)

    assert 0 == ran(good).status
    made = out.read_bytes()
    assert 1 == ran(macros).status
    assert made == out.read_bytes()
    assert "the template itself" in ran(good, good).complaint
    done = ran(odd)
    assert 3 == done.status
    assert "[[mayor]]" in done.err
    assert 2 == peervisit(name, slotted, *slot, out, "--template", odd, "--paper", "letter").status


def test_a_template_that_does_not_do_leaves_the_earlier_report(peervisit: Peervisit, visit: Path) -> None:
    """Macros are refused, and the report of before stays as it was."""
    template = write_template(
        visit.with_name("m.dotm"), words("[[report]]"), more={"word/vbaProject.bin": "x"}
    )
    visit.with_name("r.docx").write_bytes(b"the earlier one")
    done = peervisit("report", visit, visit.with_name("r.docx"), "--template", template)

    assert 1 == done.status
    assert "macros" in done.complaint
    assert b"the earlier one" == visit.with_name("r.docx").read_bytes()


def test_a_template_is_looked_at(peervisit: Peervisit, tmp_path: Path) -> None:
    """What a template has and lacks is said, in words and as JSON; one without a place asks for a person."""
    template = write_template(tmp_path / "t.dotx", words("[[ville]] [[mayor]]"))
    done = peervisit("template", "check", template)

    assert 3 == done.status
    for said in ("no [[report]]", "[[mayor]]", "PV Cell"):
        assert said in done.out
    assert ["mayor"] == peervisit("template", "check", template, "--json").json["unknown"]


def test_a_template_is_made(peervisit: Peervisit, tmp_path: Path) -> None:
    """A template that is made passes its own check; an existing file is never overwritten."""
    assert 0 == peervisit("template", "make", tmp_path / "t.dotx", "--paper", "Letter").status
    assert 0 == peervisit("template", "check", tmp_path / "t.dotx").status
    assert 1 == peervisit("template", "make", tmp_path / "t.dotx").status


def test_paper_and_template_do_not_go_together(peervisit: Peervisit, visit: Path) -> None:
    """A template has its own paper: both at once is wrong usage."""
    done = peervisit("report", visit, "r.docx", "--paper", "Letter", "--template", "t.dotx")

    assert 2 == done.status
