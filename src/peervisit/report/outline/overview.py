"""The levels at a glance: a matrix and a chart. Counts only: no total score and no ranking."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial

from peervisit.model.benchmark import Benchmark, in_language
from peervisit.model.levels_summary import LevelCounts, matrix
from peervisit.report.outline import provisional
from peervisit.report.outline.blocks import Block, Cell, Chart, Column, Inline, Row, Series, Table
from peervisit.report.outline.inline import cell, plain
from peervisit.report.outline.scope import Scope
from peervisit.word.colours import LevelLook

UNDECIDED = "undecided"
"""The id under which indicators without any level are counted in a chart."""


def looks(s: Scope) -> tuple[LevelLook, ...]:
    """Return every level of the scale with its place in it."""
    return looks_of(s.data.benchmark, s.language)


def looks_of(benchmark: Benchmark, language: str) -> tuple[LevelLook, ...]:
    """Return every level of a benchmark's scale with its place in it."""
    last = max(len(benchmark.assessed) - 1, 1)
    return tuple(
        LevelLook(
            level.id,
            in_language(level.name, language),
            level.symbol,
            None if (place := benchmark.position(level.id)) is None else place / last,
        )
        for level in benchmark.scale
    )


def at_a_glance(s: Scope) -> tuple[Block, ...]:
    """Return the chart and the table with the same numbers, in the shape that the benchmark asks for."""
    found = matrix(s.data)
    if len(found.rows) == 1 and found.columns == (None,):
        return (_mine_and_theirs(s), _one_by_one(s))
    chart = _chart(s, {s.words(row.name): found.by_row[row.id] for row in found.rows})
    return (chart, table_of_levels(s))


PAGE = 104
"""The characters of a table that stand side by side on an upright page."""


_NARROW = 13.0
"""The least width of a column of levels, in characters."""


def asked_width(s: Scope) -> float:
    """Return the characters that the matrix asks for side by side, so that no word of it breaks."""
    found = matrix(s.data)
    if found.columns == (None,):
        return 0
    words = [word for level in s.data.benchmark.assessed for word in s.words(level.name).split()]
    column = max(_longest(s.words(tier.name) for tier in found.columns if tier), _longest(words) + 3)
    return _bold(s.words(tier.name) for tier in found.rows) + column * (len(found.columns) + 1)


def needs_width(s: Scope) -> bool:
    """Whether the matrix is too wide for an upright page of A4."""
    return asked_width(s) > PAGE


def _longest(texts: Iterable[str]) -> int:
    return max((len(word) for text in texts for word in text.split()), default=0)


_WIDE = dict.fromkeys("mMW\u0153@", 1.85) | dict.fromkeys("w%", 1.65) | dict.fromkeys("iljI.,'\u2019", 0.6)
_WIDE |= dict.fromkeys("ft-r", 0.75) | dict.fromkeys("aceskvxyz\u00e9\u00e8\u00ea\u00e0\u00e2\u00e7", 1.15)
_MARGINS = 1.6


def _bold(texts: Iterable[str]) -> float:
    """Return the room that the widest word takes in bold, margins of the cell included, in characters."""
    words = (word for text in texts for word in re.split(r"[\s-]+", text))
    return max(
        (sum(_WIDE.get(c, 1.5 if c.isupper() else 1.27) for c in word) for word in words), default=0
    ) + (_MARGINS)


def table_of_levels(s: Scope) -> Table:
    """Return the table alone."""
    found = matrix(s.data)
    if len(found.rows) == 1 and found.columns == (None,):
        return _one_by_one(s)
    return _crossed(s) if found.columns != (None,) else _by_level(s)


def counts(s: Scope, found: LevelCounts) -> tuple[Inline, ...]:
    """Return one line for each level that any indicator has."""
    lines: list[Inline] = []
    for level, count in found.levels.items():
        mark = s.mark(level)
        if count and mark:
            lines.append((mark, *plain(f"\u00a0{count}", "strong")))
    if found.undecided:
        lines.append(
            (*plain(s.t.gettext("no level yet"), "quiet"), *plain(f"\u00a0{found.undecided}", "strong"))
        )
    return tuple(lines)


def _crossed(s: Scope) -> Table:
    _ = s.t.gettext
    found = matrix(s.data)
    kinds = s.data.benchmark.tier_kinds
    first, second = (s.words(s.data.benchmark.tier_names[kind]) for kind in kinds[:2])
    # Each column takes what its longest word asks for; names are set larger than heads.
    columns = [Column(first, max(10.0, _bold(s.words(tier.name) for tier in found.rows)))]
    level = _bold(s.words(one.name) for one in s.data.benchmark.assessed)
    for tier in found.columns:
        name = s.words(tier.name) if tier else _("Other")
        columns.append(Column(name, max(_NARROW, _longest([name]) + 0.5, level)))
    columns.append(Column(_("All"), max(_NARROW, level)))
    rows = []
    for tier in found.rows:
        cells = [cell(plain(s.words(tier.name), "strong"))]
        for column in found.columns:
            inside = found.cells.get((tier.id, column.id if column else None))
            cells.append(_cell(s, inside))
        rows.append(Row((*cells, Cell(counts(s, found.by_row[tier.id])))))
    return Table(
        caption=_("Levels by {rows} and {columns}").format(rows=first.lower(), columns=second.lower()),
        description=_("How many indicators have each level, in each {rows} and {columns}.").format(
            rows=first.lower(), columns=second.lower()
        ),
        columns=tuple(columns),
        rows=tuple(rows),
        kind="matrix",
    )


def _cell(s: Scope, inside: LevelCounts | None) -> Cell:
    _ = s.t.gettext
    if inside is None:
        return cell(plain(_("no indicator"), "quiet"))
    if inside.undecided == inside.indicators:
        return cell(plain(_("no level yet"), "quiet"))
    return Cell(counts(s, inside))


def _by_level(s: Scope) -> Table:
    _ = s.t.gettext
    found = matrix(s.data)
    first = s.words(s.data.benchmark.tier_names[s.data.benchmark.tier_kinds[0]])
    used = [
        level
        for level, count in found.whole.levels.items()
        if count or s.data.benchmark.levels[level].assessed
    ]
    heads = [Column(mark.text) for level in used if (mark := s.mark(level))]
    undecided = [Column(_("no level yet"))] if found.whole.undecided else []
    rows = []
    for tier in found.rows:
        numbers = found.by_row[tier.id]
        cells = [cell(plain(s.words(tier.name), "strong"))]
        cells += [_figure(numbers.levels[level]) for level in used]
        rows.append(Row((*cells, *([_figure(numbers.undecided)] if undecided else []))))
    return Table(
        caption=_("Levels by {rows}").format(rows=first.lower()),
        description=_("How many indicators have each level, in each {rows}.").format(rows=first.lower()),
        columns=(Column(first, 2.6), *heads, *undecided),
        rows=tuple(rows),
        kind="matrix",
    )


def _figure(count: int) -> Cell:
    return cell(plain(str(count), "strong" if count else "quiet"))


def _one_by_one(s: Scope) -> Table:
    _ = s.t.gettext
    rows = []
    for indicator in s.data.benchmark.indicators:
        claimed = s.data.self_assessment.get(indicator.id)
        agreed = s.agreed(indicator.id)
        rows.append(
            Row(
                (
                    cell((*s.link("indicator", indicator.id), *plain(f"  {s.heading(indicator)}"))),
                    Cell(
                        (
                            s.level(agreed, _("no level yet"))
                            + provisional.mark(s, "consensus", indicator.id),
                        ),
                        agreed,
                    ),
                    cell(
                        s.level(claimed.level if claimed else None, _("none"))
                        + provisional.mark(s, "self_assessment", indicator.id)
                    ),
                )
            )
        )
    return Table(
        caption=_("Levels by indicator"),
        description=_("For each indicator, the level of the team and that of the self-assessment."),
        columns=(Column(_("Indicator"), 3), Column(_("Team")), Column(_("Self-assessment"))),
        rows=tuple(rows),
    )


def _mine_and_theirs(s: Scope) -> Chart:
    _ = s.t.gettext
    team, host = matrix(s.data).whole, matrix(s.data, "self_assessment").whole
    return _chart(s, {_("Team"): team, _("Self-assessment"): host})


def _chart(s: Scope, bars: dict[str, LevelCounts]) -> Chart:
    _ = s.t.gettext
    series = [
        Series(
            level.id,
            f"{level.symbol} {s.words(level.name)}",
            tuple(bar.levels[level.id] for bar in bars.values()),
        )
        for level in s.data.benchmark.scale
    ]
    series.append(Series(UNDECIDED, _("no level yet"), tuple(bar.undecided for bar in bars.values())))
    told = partial(_("{bar}: {counts}").format)
    description = _("; ").join(
        told(bar=bar, counts=", ".join(f"{one.name} {one.values[n]}" for one in series if one.values[n]))
        for n, bar in enumerate(bars)
    )
    return Chart(
        caption=_("How many indicators have each level"),
        description=_("Stacked bars. {content}. The table below gives the same numbers.").format(
            content=description
        ),
        axis=_("Number of indicators"),
        categories=tuple(bars),
        series=tuple(one for one in series if any(one.values)),
    )
