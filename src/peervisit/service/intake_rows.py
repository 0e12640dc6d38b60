"""The rows of a form that came back: whose each one is, or what a person must say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from peervisit.errors import FormError
from peervisit.i18n import _, labelled, ngettext
from peervisit.model.text import clean_line
from peervisit.service.intake_lines import part_lines
from peervisit.service.intake_plan import SKIP, Choices, Option, Plan, Question

if TYPE_CHECKING:
    from peervisit.forms.filled import Expected, Filled, FilledRow
    from peervisit.forms.reading import Margin

_NOTES_GO_TO = {"self-assessment": "answer", "desk-review": "known", "response": "reason"}
"""The answer to which a comment in the margin is added, if a person wants it."""


def settle_rows(filled: Filled, expected: Expected, settled: Choices, plan: Plan) -> list[FilledRow]:
    """Return the rows that have a code beyond doubt or by somebody's choice; ask about the others."""
    rows: list[FilledRow] = []
    odd: list[str] = []
    for row in filled.rows:
        if row.code is None and row.blank:
            odd.append(row.text)
            continue
        code = _whose(row, expected, settled, plan)
        if code is not None:
            row.code = code
            _take_margin(row, filled.spec.type, settled, plan)
            rows.append(row)
    part_lines(rows, expected, settled, plan)
    _place_outside(filled, expected, settled, plan, rows)
    if odd:
        words = ngettext(
            "{n} row has a code that this form does not know, and no answer",
            "{n} rows have codes that this form does not know, and no answers",
            len(odd),
        )
        plan.notes.append(labelled(words.format(n=len(odd)), " · ".join(odd)))
    return rows


def _whose(row: FilledRow, expected: Expected, settled: Choices, plan: Plan) -> str | None:
    """Return the code of a row, or None where a person must say it or left it out."""
    issued = expected.keys.get(row.key or "")
    known = row.code is not None and (issued is None or issued == row.code or row.blank)
    sure = known and not row.deleted
    if sure:
        return row.code
    if (chosen := settled.choice(row.place)) is not None:
        return _chosen(row, expected.codes, chosen)
    if known:
        near = [str(row.code)]
        text = _("row {place} was deleted with changes tracked, its words were not: whose are they?")
        text = text.format(place=row.place)
    elif row.code is not None:
        near = [row.code, str(issued)]
        text = _("row {place} has the code {code}, but was sent as {issued}: whose answers are these?")
        text = text.format(place=row.place, code=row.code, issued=issued)
    else:
        near = row.near
        text = _("row {place}: no code of this form; whose answers are these?").format(place=row.place)
    options = [Option(code, code) for code in near]
    options.append(Option(SKIP, _("leave the row out")))
    beside = (note.text for note in row.margin if note.text != row.text)
    stands = " · ".join(one for one in (row.text, *row.answers.values(), *beside) if one)
    plan.questions.append(
        Question(row.place, text, stands, tuple(options), near[0] if near else None, free=True)
    )
    return None


def _chosen(row: FilledRow, codes: Mapping[str, str], chosen: str) -> str | None:
    if chosen == SKIP:
        return None
    return _known(row.place, codes, chosen)


def _known(number: str, codes: Mapping[str, str], chosen: str) -> str:
    found = codes.get(chosen) or {one.casefold(): code for one, code in codes.items()}.get(chosen.casefold())
    if found is None:
        raise FormError(
            _("question {number}: give a code of this form, or {skip}").format(number=number, skip=SKIP)
        )
    return found


def _place_outside(
    filled: Filled, expected: Expected, settled: Choices, plan: Plan, rows: list[FilledRow]
) -> None:
    """Put what was written outside the rows where a person says; ask about the rest."""
    for number, words in enumerate(filled.outside, start=1):
        key = f"outside{number}"
        chosen = settled.choice(key)
        if chosen is None:
            text = _("words outside the rows; give the code of the row that they belong to")
            options = (Option(SKIP, _("leave them out")),)
            plan.questions.append(Question(key, text, words, options, SKIP, free=True))
        elif chosen != SKIP:
            _add_words(_known(key, expected.codes, chosen), key, words, filled.spec.type, rows)


def _add_words(code: str, place: str, words: str, type: str, rows: list[FilledRow]) -> None:
    from peervisit.forms.filled import FilledRow
    from peervisit.forms.reading import Margin

    row = next((one for one in rows if one.code == code), None)
    if row is None:
        row = FilledRow(place, code, code, None)
        rows.append(row)
    if not add_words(row, type, words):
        row.margin.append(Margin("", "", words, "beside"))


def _take_margin(row: FilledRow, type: str, settled: Choices, plan: Plan) -> None:
    """Offer each comment in the margin as a part of the answer; comments on the draft take them as such."""
    target = _NOTES_GO_TO.get(type)
    kept: list[Margin] = []
    for number, note in enumerate(row.margin, start=1):
        if note.sort == "removed":
            note = replace(note, text=_("To be left out: “{old}”").format(old=note.text))
        if target is None and note.sort not in ("struck", "shared"):
            kept.append(note)
            continue
        key = f"{row.place}.margin{number}"
        chosen = settled.choice(key)
        if chosen is None:
            text = _asked(note).format(code=row.code)
            options = (Option("add", _("add it to the answer")), Option(SKIP, _("leave it out")))
            likely = SKIP if note.sort == "struck" else "add"
            plan.questions.append(Question(key, text, note.text, options, likely))
        elif chosen == "add":
            if not add_words(row, type, note.text):
                kept.append(note)
        elif chosen != SKIP:
            raise FormError(
                _("question {number}: choose one of {options}").format(number=key, options=f"add, {SKIP}")
            )
    if target is None:
        row.margin = kept


def add_words(row: FilledRow, type: str, words: str) -> bool:
    """Add words to the answer of a row that takes them; whether the form has one."""
    target = _NOTES_GO_TO.get(type)
    if target is not None:
        row.answers[target] = "\n".join(one for one in (row.answers.get(target, ""), words) if one)
    return target is not None


def _asked(note: Margin) -> str:
    if note.sort == "footnote":
        return _("{code}: a note at the foot of the page; does it belong to the answer?")
    if note.sort == "struck":
        return _("{code}: words that are struck through or deleted; do they belong to the answer?")
    if note.sort == "shared":
        return _("{code}: words in a cell that several rows or columns share; do they belong to the answer?")
    if note.sort == "removed":
        return _("{code}: words of the form itself were struck through or deleted; does the answer say so?")
    if note.sort == "beside":
        return _("{code}: words beside the answers; do they belong to the answer?")
    return _("{code}: a comment in the margin; does it belong to the answer?")


def once(
    rows: list[FilledRow], settled: Choices, plan: Plan, issued: Mapping[str, Mapping[str, object]]
) -> list[FilledRow]:
    """Return one row for each code: a row that stands twice is put together, or asked about."""
    first: dict[str, FilledRow] = {}
    disputed: set[tuple[str, str]] = set()
    for row in rows:
        code = str(row.code)
        if code not in first:
            first[code] = row
            continue
        kept = first[code]
        for name, text in row.answers.items():
            before = kept.answers.get(name, "")
            stood = str(issued.get(code, {}).get(name) or "")
            if not text or _same(before, text) or (stood and _same(stood, text)):
                continue
            if (code, name) not in disputed and (not before or (stood and _same(stood, before))):
                kept.answers[name] = text
            elif not _settle_twice(kept, name, before, text, f"{row.place}.{name}", settled, plan):
                disputed.add((code, name))
    return list(first.values())


def _settle_twice(
    kept: FilledRow, name: str, before: str, text: str, key: str, settled: Choices, plan: Plan
) -> bool:
    """Keep the answer that a person chose; whether one was."""
    options = ("first", "second", "both", SKIP)
    chosen = settled.choice(key)
    if chosen is not None and chosen not in options:
        raise FormError(
            _("question {number}: choose one of {options}").format(number=key, options=", ".join(options))
        )
    if chosen == "second":
        kept.answers[name] = text
    elif chosen == "both":
        kept.answers[name] = f"{before}\n{text}"
    elif chosen != "first":
        # Neither is taken while nobody has said which one counts.
        kept.answers.pop(name, None)
    if chosen is None:
        plan.questions.append(_twice(key, str(kept.code), before, text))
    return chosen in options[:3]


def _twice(key: str, code: str, before: str, text: str) -> Question:
    return Question(
        key,
        _("{code} stands twice, with different answers: which one counts?").format(code=code),
        f"1: {before}\n2: {text}",
        (
            Option("first", _("the first")),
            Option("second", _("the second")),
            Option("both", _("both, one after the other")),
            Option(SKIP, _("leave both out")),
        ),
    )


def _same(one: str, other: str) -> bool:
    return clean_line(one) == clean_line(other)
