"""Benchmark files: what is shipped loads, and every mistake is named with its line and its path."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peervisit.errors import BenchmarkError
from peervisit.exchange.benchmark_file import LARGEST, LISTED, load_benchmark_file, shipped, shipped_path
from peervisit.model.benchmark import Benchmark

GOOD = """\
id: tiny
version: 2.0
title: {en: Tiny, fr: Minuscule, no: Liten}
sources_asked: 1
tier_names:
  pillar: {en: Pillar}
  dimension: {en: Dimension}
tiers:
  - {id: P1, tier: pillar, name: {en: First pillar}}
  - {id: D1, tier: dimension, name: {en: First dimension}}
scale:
  - {id: below, name: {en: below}, symbol: ▼, assessed: true}
  - {id: above, name: {en: above}, symbol: ▲, assessed: true}
  - {id: open, name: {en: more information}, symbol: ○, assessed: false, open: true}
context_factors:
  - {id: size, name: {en: Size}}
indicators:
  - id: P1-1
    tiers: [P1, D1]
    number: 1
    statement:
      en: There is a plan.
      fr: Il y a un plan.
      no: Det finnes en plan.
    source: {publication: P, section: S, number: 1}
    aliases: [old-1]
  - id: P1-2
    tiers: [P1]
    number: 2
    statement: {en: It is followed., fr: Il est suivi., no: Den følges.}
    source: {publication: P, section: S, number: 2}
"""

MISTAKES = {
    "a name is missing": ("version: 2.0\n", "", "1: version: is missing"),
    "a required text of an indicator is missing": (
        "    number: 2\n",
        "",
        "27: indicators.P1-2.number: is missing",
    ),
    "a name is unknown": ("sources_asked:", "source_asked:", "4: source_asked: is not a known name"),
    "a number is not one": ("asked: 1", "asked: many", "4: sources_asked: must be a whole number"),
    "a number is too small": ("asked: 1", "asked: 0", "4: sources_asked: must be at least 1"),
    "a number is too large": ("asked: 1", "asked: 10", "4: sources_asked: must be at most 9"),
    "a truth value is not one": (
        "assessed: false",
        "assessed: perhaps",
        "14: scale.open.assessed: must be true or false",
    ),
    "a list is a text": ("[old-1]", "old-1", "26: indicators.P1-1.aliases: must be a list"),
    "a mapping is a text": (
        "{en: Size}",
        "Size",
        "16: context_factors.size.name: must be a mapping of names to values",
    ),
    "a text is a list": ("id: tiny", "id: [tiny]", "1: id: must be text"),
    "a text is empty": ("en: First pillar", "en: ''", "9: tiers.P1.name.en: is empty"),
    "a text is nothing": ("en: Size", "en: ~", "16: context_factors.size.name.en: must be text"),
    "an id has a space": (
        "id: size",
        "id: the size",
        "16: context_factors.the size.id: must be 1 to 60 characters without spaces and slashes",
    ),
    "a symbol is a word": (
        "symbol: ▼",
        "symbol: low",
        "12: scale.below.symbol: is too long; at most 2 characters",
    ),
    "a language is missing": (
        "      fr: Il y a un plan.\n",
        "",
        "21: indicators.P1-1.statement: 'fr' is missing, a language of the title",
    ),
    "a tier is unknown": (
        "tiers: [P1, D1]",
        "tiers: [P1, D9]",
        "19: indicators.P1-1.tiers.2: 'D9' is not one of the tiers",
    ),
    "the first tier is of the second kind": (
        "tiers: [P1, D1]",
        "tiers: [D1, P1]",
        "19: indicators.P1-1.tiers.1: the first must be a pillar",
    ),
    "two tiers are of one kind": (
        "tiers: [P1, D1]",
        "tiers: [P1, P1]",
        "19: indicators.P1-1.tiers: at most one tier of each kind",
    ),
    "a kind of tier is unknown": (
        "tier: dimension",
        "tier: corner",
        "10: tiers.D1.tier: 'corner' is not in tier_names",
    ),
    "an id is used twice": ("id: P1-2", "id: P1-1", "27: indicators.P1-1.id: 'P1-1' is used twice"),
    "an id differs in case only": ("id: P1-2", "id: p1-1", "27: indicators.p1-1.id: 'p1-1' is used twice"),
    "an alias is another's id": ("[old-1]", "[P1-2]", "26: indicators.P1-1.aliases.1: 'P1-2' is used twice"),
    "a level is used twice": ("id: above", "id: below", "13: scale.below.id: 'below' is used twice"),
    "a level that assesses nothing comes first": (
        "symbol: ▼, assessed: true",
        "symbol: ▼, assessed: false",
        "11: scale: needs at least two levels that are assessed",
    ),
    "the scale is in the wrong order": (
        "  - {id: below, name",
        "  - {id: na, name: {en: not assessed}, symbol: –, assessed: false}\n  - {id: below, name",
        "14: scale.above: assessed levels come before those that assess nothing",
    ),
    "a list is empty": (
        "[P1]\n",
        "[]\n",
        "28: indicators.P1-2.tiers: has too few entries; at least 1",
    ),
    "a name is given twice": ("sources_asked: 1", "id: other", "4: id: is given twice"),
    "a tab indents": ("  pillar:", "\tpillar:", "6: a tab at the start of the line; use spaces"),
    "a bracket stays open": ("{en: Size}}", "{en: Size}", "17: not YAML: did not find expected ',' or '}'"),
    "a name is a list": ("  pillar: {", "  ? [pillar]\n  : {", "6: a list or mapping in the place of a name"),
    "an alias is used": ("{en: Size}", "*size", "16: an alias (*name); write the text out"),
    "lists lie in lists": ("[old-1]", "[" * 40 + "]" * 40, "26: nested too deeply"),
    "two documents are in one file": (
        "tier_names:",
        "---\ntier_names:",
        "5: not YAML: but found another document",
    ),
    "a control character is typed": (
        "First pillar",
        "First\x07pillar",
        "9: a character that YAML does not allow",
    ),
}


def write(folder: Path, content: str | bytes, name: str = "b.yaml") -> Path:
    """Write a benchmark file."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def refused(path: Path) -> list[str]:
    """Return the lines with which a file is refused."""
    with pytest.raises(BenchmarkError) as caught:
        load_benchmark_file(path)
    return str(caught.value).splitlines()


@pytest.mark.parametrize("benchmark", shipped())
def test_shipped_benchmarks_load(benchmark: str) -> None:
    """A shipped benchmark has the id of its file, and its JSON text gives the same benchmark back."""
    held, text = load_benchmark_file(shipped_path(benchmark))

    assert (benchmark, held) == (held.id, Benchmark.from_json(text))


def test_unknown_shipped_benchmark() -> None:
    """An id that no shipped benchmark has is refused with those that there are."""
    expected = "no benchmark 'x' comes with the program; there are codesign, diversity, inti-cities"

    with pytest.raises(BenchmarkError) as caught:
        shipped_path("x")

    assert expected == str(caught.value)


def test_plain_yaml_values_stay_texts(tmp_path: Path) -> None:
    """Versions, numbers and language codes are the texts typed, without any need for quotes."""
    held, _text = load_benchmark_file(write(tmp_path, GOOD))

    assert ("2.0", "1", ["en", "fr", "no"], True) == (
        held.version,
        held.indicators[0].number,
        list(held.title),
        held.scale[2].open,
    )


@pytest.mark.parametrize("indent", [None, 2, "\t"])
def test_json_gives_the_same_as_yaml(tmp_path: Path, indent: int | str | None) -> None:
    """A benchmark as JSON, however laid out, has the same canonical text as the YAML it came from."""
    _held, expected = load_benchmark_file(write(tmp_path, GOOD))
    again = write(tmp_path, json.dumps(json.loads(expected), indent=indent), "b.json")

    assert expected == load_benchmark_file(again)[1]


def test_canonical_text_leaves_out_what_is_not_given(tmp_path: Path) -> None:
    """The canonical text is compact JSON without empty fields, in the letters that people read."""
    _held, text = load_benchmark_file(write(tmp_path, GOOD))

    assert (True, False, False) == ("Den følges." in text, "null" in text, '": ' in text)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_mistake_is_named(tmp_path: Path, mistake: str) -> None:
    """A mistake is reported once, with file, line, path and reason."""
    before, after, expected = MISTAKES[mistake]
    assert GOOD.count(before) >= 1
    path = write(tmp_path, GOOD.replace(before, after, 1))

    assert f"b.yaml:{expected}" in refused(path)


def test_all_mistakes_are_listed_in_order_of_line(tmp_path: Path) -> None:
    """A file with several mistakes gets a line for each, from top to bottom."""
    text = GOOD.replace("asked: 1", "asked: x").replace("id: size", "id: a b").replace("id: tiny\n", "")
    expected = ["b.yaml:1: id: is missing", "b.yaml:3: sources_asked", "b.yaml:15: context_factors.a b.id"]

    found = refused(write(tmp_path, text))

    assert expected == [line[: len(start)] for line, start in zip(found, expected, strict=True)]


def test_long_lists_of_mistakes_are_cut(tmp_path: Path) -> None:
    """After fifty mistakes the rest are only counted."""
    extra = "".join(f"x{n}: y\n" for n in range(LISTED + 7))

    assert "b.yaml: and 7 more" == refused(write(tmp_path, GOOD + extra))[-1]


def test_json_mistakes_have_lines(tmp_path: Path) -> None:
    """A mistake in a JSON file has the line on which it stands, also after tabs and emoji escapes."""
    _held, text = load_benchmark_file(write(tmp_path, GOOD))
    content = json.loads(text)
    content["title"]["en"] = "Tiny 😀"
    content["indicators"][1]["tiers"] = ["P9"]
    laid_out = json.dumps(content, indent="\t")
    line = laid_out[: laid_out.index("P9")].count("\n") + 1
    expected = f"b.json:{line}: indicators.P1-2.tiers.1: 'P9' is not one of the tiers"

    assert [expected] == refused(write(tmp_path, laid_out, "b.json"))


def test_broken_json(tmp_path: Path) -> None:
    """Broken JSON is refused with the line where it breaks."""
    expected = ["b.json:3: not JSON: Expecting ',' delimiter"]

    assert expected == refused(write(tmp_path, '{\n "id": "a"\n "version": "1"}', "b.json"))


@pytest.mark.parametrize("name", ["b.yaml", "b.json"])
@pytest.mark.parametrize("content", ["", "\n \n", "\ufeff"])
def test_empty_files(tmp_path: Path, name: str, content: str) -> None:
    """An empty file is called empty."""
    assert [f"{name}:1: the file is empty"] == refused(write(tmp_path, content, name))


def test_a_list_is_no_benchmark(tmp_path: Path) -> None:
    """A file that holds a list is refused as a whole."""
    assert ["b.yaml:1: must be a mapping of names to values"] == refused(write(tmp_path, "- id: a\n"))


def test_not_utf_8(tmp_path: Path) -> None:
    """A file in an older encoding is refused with the line of the first character that is not UTF-8."""
    content = GOOD.replace("Liten", "Besançon").encode("latin-1", "replace")

    assert ["b.yaml:3: not UTF-8 text; save the file as UTF-8"] == refused(write(tmp_path, content))


def test_utf_16(tmp_path: Path) -> None:
    """A file in UTF-16 is refused as not UTF-8."""
    expected = ["b.yaml:1: not UTF-8 text; save the file as UTF-8"]

    assert expected == refused(write(tmp_path, GOOD.encode("utf-16")))


def test_a_mark_at_the_start_is_no_mistake(tmp_path: Path) -> None:
    """A byte order mark, as Windows editors write it, does no harm."""
    held, _text = load_benchmark_file(write(tmp_path, "\ufeff" + GOOD))

    assert "tiny" == held.id


def test_alias_bomb(tmp_path: Path) -> None:
    """Aliases that would multiply a small file are refused before anything is built."""
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]" for n in range(20)]

    assert ["b.yaml:2: an alias (*name); write the text out"] == refused(write(tmp_path, "\n".join(lines)))


@pytest.mark.parametrize("name", ["b.yaml", "b.json"])
def test_very_deep_files(tmp_path: Path, name: str) -> None:
    """A hundred thousand brackets neither crash nor hang the reader."""
    found = refused(write(tmp_path, "[" * 100_000 + "]" * 100_000, name))

    assert found[0].startswith(f"{name}:1: nested too deeply")


def test_large_files(tmp_path: Path) -> None:
    """A file larger than any benchmark is refused without reading it."""
    path = tmp_path / "b.yaml"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)

    assert ["b.yaml: larger than 20 MB"] == refused(path)


@pytest.mark.parametrize("name", ["missing.yaml", "folder"])
def test_files_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    """A missing file and a folder are refused with the system's reason."""
    (tmp_path / "folder").mkdir()

    assert refused(tmp_path / name)[0].startswith(f"{name}: cannot be read (")


def test_characters_that_word_cannot_hold(tmp_path: Path) -> None:
    """Control characters and half characters written as escapes become visible ones."""
    text = GOOD.replace("en: There is a plan.", 'en: "A\\u0007 plan"')
    yaml_file = write(tmp_path, text)
    content = json.loads(load_benchmark_file(yaml_file)[1])
    content["indicators"][0]["statement"]["fr"] = "un \ud83d plan"
    json_file = write(tmp_path, json.dumps(content), "b.json")

    held, _text = load_benchmark_file(json_file)

    assert ("A␇ plan", "un \ufffd plan") == (
        held.indicators[0].statement["en"],
        held.indicators[0].statement["fr"],
    )


@given(at=st.integers(0, len(GOOD)), typed=st.text(max_size=12))
def test_any_slip_is_accepted_or_explained(
    tmp_path_factory: pytest.TempPathFactory, at: int, typed: str
) -> None:
    """Whatever is typed anywhere in a file, it still loads or is refused with the file's name."""
    folder = tmp_path_factory.mktemp("slip")
    path = write(folder, GOOD[:at] + typed + GOOD[at:])
    said = ""

    try:
        load_benchmark_file(path)
    except BenchmarkError as error:
        said = str(error)

    assert all(line.startswith("b.yaml:") for line in said.splitlines())
