"""What is done about one item of evidence in a key or two: linking it, and saying what it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from peervisit.i18n import _
from peervisit.model.benchmark import Benchmark
from peervisit.store.read import Row
from peervisit.tui.options import Option, choices_of, options_for
from peervisit.tui.plain import one_line
from peervisit.tui.said import said
from peervisit.tui.widgets.link_picker import LinkPicker, link_title
from peervisit.tui.widgets.one_key import Choice

if TYPE_CHECKING:
    from peervisit.tui.app import PeervisitApp

DIRECTIONS = ("supports", "contradicts", "context")
NATURES = {"f": "fact", "n": "figure", "o": "opinion", "s": "observation"}
CHANNELS = {"a": "heard", "l": "read", "v": "seen", "m": "claimed"}
SIGNS = {"+": "supports", "-": "contradicts", "=": "context"}
FLAGS = {
    "q": "quote",
    "p": "quote_permitted",
    "g": "good_practice",
    "!": "follow_up",
    "z": "sensitive",
    "h": "first_hand",
}

Done = Callable[[], None]


def in_order(
    benchmark: Benchmark, options: Sequence[Option], first: Sequence[str], last: str | None
) -> list[Option]:
    """Return indicators with the focus first, then the pillar of the one linked last, then the rest."""
    pillar = benchmark.by_id[last].tiers[:1] if last in benchmark.by_id else ()
    known = {code: place for place, code in enumerate(first)}

    def rank(option: Option) -> tuple[int, int]:
        if option.code in known:
            return 0, known[option.code]
        return (1, 0) if benchmark.by_id[option.code].tiers[:1] == pillar else (2, 0)

    return sorted(options, key=rank)


def ask_for_link(
    main: PeervisitApp,
    codes: Sequence[str],
    row: Row,
    first: Sequence[str],
    last: str | None,
    done: Callable[[str, str], None],
) -> None:
    """Ask which indicator one or several items speak to, and link them; ``done`` gets the link."""
    options = in_order(main.benchmark, options_for(main.review, main.benchmark, "indicator"), first, last)

    def take(chosen: dict[str, str] | None) -> None:
        for indicator, direction in (chosen or {}).items():
            link(main, codes, indicator, direction)
            done(indicator, direction)

    main.push_screen(
        LinkPicker(
            link_title(", ".join(codes[:4]) + ("…" if len(codes) > 4 else "")),
            options,
            main.benchmark,
            first=first,
            values=choices_of(DIRECTIONS),
            linked=row["indicators"] if len(codes) == 1 else {},
        ),
        said(main, take),
    )


def in_words(name: str) -> str:
    """Return what a choice of :func:`evidence_choices` or a link did, in words."""
    from peervisit.tui.reading import choice

    what, _colon, value = name.partition(":")
    if what == "link":
        indicator, _colon, direction = value.rpartition(":")
        return f"{choice(direction)} {indicator}"
    return flag_label(value) if what == "flag" else value if what == "who" else choice(value)


def link(main: PeervisitApp, codes: Sequence[str], indicator: str, direction: str) -> None:
    """Link evidence to an indicator; one item that is linked so already loses the link."""
    from peervisit.service import records, visit

    held = records.require(main.review, "evidence", codes[0])["indicators"]
    if len(codes) == 1 and held.get(indicator) == direction:
        records.unlink(main.review, "evidence", codes[0], "indicators", indicator)
    else:
        visit.link(main.review, codes, indicator, direction)
    main.wrote()


def evidence_choices(row: Row, people: dict[str, Row], here: Sequence[str]) -> list[Choice]:
    """Return the keys that say what an item of evidence is."""
    from peervisit.tui.reading import choice

    ways = set(row["indicators"].values())
    made = [
        Choice("", "", _("What it is")),
        *(Choice(f"nature:{one}", key, choice(one), row["nature"] == one) for key, one in NATURES.items()),
        *(Choice(f"channel:{one}", key, choice(one), row["channel"] == one) for key, one in CHANNELS.items()),
        *(Choice(f"way:{one}", key, choice(one), ways == {one}) for key, one in SIGNS.items()),
        *(Choice(f"flag:{name}", FLAGS_KEY[name], flag_label(name), bool(row[name])) for name in FLAGS_KEY),
        Choice("edit", "e", _("every field…")),
    ]
    speakers = [Choice("", "", _("Who said it"))] if here else []
    for place, code in enumerate(here[:9], 1):
        speakers.append(Choice(f"who:{code}", str(place), who(people, code), code in row["stakeholders"]))
    return made + speakers


FLAGS_KEY = {name: key for key, name in FLAGS.items()}


def flag_label(name: str) -> str:
    """Return what a flag is called."""
    from peervisit.model.kinds import fields_of

    return _(fields_of("evidence")[name].title).lower()


def who(people: dict[str, Row], code: str) -> str:
    """Return a person's code and role."""
    row = people.get(code)
    return one_line(f"{code} {row['role'] or '' if row else ''}")


def apply(main: PeervisitApp, codes: Sequence[str], name: str) -> bool:
    """Do what a key of :func:`evidence_choices` says, as one step; False where it says something else."""
    from peervisit.service import records, visit

    what, _colon, value = name.partition(":")
    if what == "way":
        visit.point(main.review, codes, value)
    elif what == "link":
        indicator, _colon, direction = value.rpartition(":")
        visit.link(main.review, codes, indicator, direction)
    elif what in ("nature", "channel", "flag", "who"):
        fields = _fields(records.require(main.review, "evidence", codes[0]), what, value)
        with main.review.transaction():
            main.review.name_step(f"edit evidence {codes[0] if len(codes) == 1 else len(codes)}")
            for code in codes:
                records.edit(main.review, "evidence", code, fields)
    else:
        return False
    main.wrote()
    return True


def _fields(row: Row, what: str, value: str) -> dict[str, Any]:
    if what == "who":
        held = row["stakeholders"]
        return {"stakeholders": [one for one in held if one != value] if value in held else [*held, value]}
    if what == "channel":
        return {"channel": value}
    if what == "flag":
        fields: dict[str, Any] = {value: not row[value]}
        if value == "quote_permitted" and not row[value]:
            fields["quote"] = True
        return fields
    if value == "observation":
        return {"nature": value, "channel": "seen"}
    fields = {"nature": None if row["nature"] == value else value}
    if row["channel"] == "seen":
        fields["channel"] = "heard"
    return fields
