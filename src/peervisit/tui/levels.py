"""How a level looks: always a glyph and a word, and a role of the theme as the least of the three."""

from __future__ import annotations

from typing import NamedTuple

from peervisit.i18n import _, current
from peervisit.model.benchmark import Benchmark, in_language

NOT_YET = "·"


class Styled(NamedTuple):
    """A text and the role of the theme in which it stands."""

    text: str
    role: str = ""


def level_text(benchmark: Benchmark, level: str | None) -> str:
    """Return the glyph and the word of a level; of one not known here, its id."""
    known = benchmark.levels.get(level or "")
    if known is None:
        none_yet = _("no level yet")
        return f"? {level}" if level else f"{NOT_YET} {none_yet}"
    return f"{known.symbol} {in_language(known.name, current())}"


def level_symbol(benchmark: Benchmark, level: str | None) -> str:
    """Return the glyph of a level, for a legend or a matrix that explains it beside."""
    known = benchmark.levels.get(level or "")
    return known.symbol if known else ("?" if level else NOT_YET)


def level_role(benchmark: Benchmark, level: str | None) -> str:
    """Return the role in which a level is coloured: ``low``, ``mid``, ``high``, ``open`` or ``muted``."""
    known = benchmark.levels.get(level or "")
    if known is None:
        return "muted"
    if not known.assessed:
        return "open" if known.open else "muted"
    place, last = benchmark.position(known.id) or 0, len(benchmark.assessed) - 1
    return "low" if place == 0 else "high" if place == last else "mid"


def level_cell(benchmark: Benchmark, level: str | None) -> Styled:
    """Return a level as a cell of a list."""
    return Styled(level_text(benchmark, level), level_role(benchmark, level))
