"""Answers to several rows in one cell, each line behind the code of its row: parted, if a person says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from peervisit.errors import FormError
from peervisit.i18n import _
from peervisit.service.intake_plan import SKIP, Choices, Option, Plan, Question

if TYPE_CHECKING:
    from peervisit.forms.filled import Expected, FilledRow

_CHOICES = ("split", "keep", SKIP)


def part_lines(rows: list[FilledRow], expected: Expected, settled: Choices, plan: Plan) -> None:
    """Ask about each answer whose lines begin with codes of other rows, and give them to those rows."""
    from peervisit.forms.matching import plain_code

    codes = {plain_code(code): known for code, known in expected.codes.items()}
    fields = [column.field for column in expected.spec.columns if column.asked == "text"]
    for row in list(rows):
        for name in fields:
            parts = _parted(row.answers.get(name, ""), str(row.code), codes)
            if set(parts) <= {row.code}:
                continue
            number = f"{row.place}.{name}.lines"
            chosen = settled.choice(number)
            if chosen is None:
                plan.questions.append(_question(number, row, name, parts))
            elif chosen not in _CHOICES:
                words = _("question {number}: choose one of {options}")
                raise FormError(words.format(number=number, options=", ".join(_CHOICES)))
            if chosen == "keep":
                continue
            del row.answers[name]
            for code, words in parts.items() if chosen == "split" else ():
                _give(rows, code, name, words, row.place)


def _parted(text: str, own: str, codes: Mapping[str, str]) -> dict[str, str]:
    """Return code to words: a line that begins with a code and a colon, and what follows it."""
    from peervisit.forms.matching import plain_code

    found: dict[str, list[str]] = {}
    here = own
    for line in text.split("\n") if ":" in text else ():
        head, _colon, rest = line.partition(":")
        known = codes.get(plain_code(head)) if len(head) < 40 and any(c.isdigit() for c in head) else None
        here = known or here
        found.setdefault(here, []).append(rest.strip() if known else line)
    return {code: "\n".join(lines).strip() for code, lines in found.items()}


def _question(number: str, row: FilledRow, name: str, parts: Mapping[str, str]) -> Question:
    text = _("{code}: lines of this answer begin with codes: {codes}; are they the answers of those rows?")
    options = (
        Option("split", _("give each row its lines")),
        Option("keep", _("no, leave it where it stands")),
        Option(SKIP, _("leave it out")),
    )
    said = text.format(code=row.code, codes=", ".join(parts))
    return Question(number, said, row.answers[name], options, "split")


def _give(rows: list[FilledRow], code: str, name: str, words: str, place: str) -> None:
    from peervisit.forms.filled import FilledRow

    row = next((one for one in rows if one.code == code), None)
    if row is None:
        row = FilledRow(place, code, code, None)
        rows.append(row)
    row.answers[name] = "\n".join(one for one in (row.answers.get(name, ""), words) if one)
