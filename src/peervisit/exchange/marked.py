"""YAML and JSON with the line on which each item stands, read so that no file can do harm.

Only texts, lists and mappings come out of YAML: a number or a date is the text that was typed, so that
``version: 2.0`` stays ``2.0`` and the language ``no`` is not a truth value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from peervisit.i18n import _
from peervisit.model.text import clean

DEEPEST = 30
"""How deep lists and mappings may lie in each other; deeper ones can exhaust the reader."""

Where = tuple[str | int, ...]
"""The way to an item: names in mappings and positions in lists."""

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_NOTHING = ("", "~", "null")
_UNPRINTABLE = re.compile("[^\n\r -~\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_SURROGATE = re.compile(r"(\\\\)|\\u[dD][89abAB][0-9a-fA-F]{2}|\\u[dD][c-fC-F][0-9a-fA-F]{2}")


class MarkedError(Exception):
    """The text cannot be read; ``line`` counts from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


@dataclass
class Marked:
    """What a file holds, and on which line."""

    content: Any
    lines: dict[Where, int] = field(default_factory=dict)
    doubles: list[Where] = field(default_factory=list)
    """Names that a mapping gives twice."""

    def line(self, where: Where) -> int:
        """Return the line of an item, or of the nearest one around it that is there."""
        while where not in self.lines and where:
            where = where[:-1]
        return self.lines.get(where, 1)


def read_yaml(text: str) -> Marked:
    """Return what a YAML text holds.

    Raises:
        MarkedError: it is not YAML, empty, nested too deeply, or uses aliases.
    """
    node = _composed(text)
    if node is None:
        raise MarkedError(1, _("the file is empty"))
    marked = Marked(None)
    marked.content = _plain(node, (), marked)
    return marked


def read_json(text: str) -> Marked:
    """Return what a JSON text holds.

    Raises:
        MarkedError: it is not JSON, or nested too deeply.
    """
    if not text.strip():
        raise MarkedError(1, _("the file is empty"))
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise MarkedError(error.lineno, _("not JSON: {reason}").format(reason=error.msg)) from None
    except (RecursionError, ValueError):
        raise MarkedError(1, _("nested too deeply, or a number too long")) from None
    # JSON is YAML but for a few characters, and none of them changes a line.
    marked = read_yaml(_SURROGATE.sub(r"\1", _UNPRINTABLE.sub(" ", text)))
    marked.content = _cleaned(content)
    return marked


def _composed(text: str) -> yaml.Node | None:
    try:
        _check_events(yaml.parse(text, Loader=_LOADER))
        node: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = _line(error.problem_mark or error.context_mark)
        raise MarkedError(line, _yaml_reason(text, line, error)) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise MarkedError(line, _("a character that YAML does not allow")) from None
    return node


def _yaml_reason(text: str, line: int, error: yaml.MarkedYAMLError) -> str:
    typed = text.splitlines()[line - 1 : line]
    if typed and "\t" in typed[0][: len(typed[0]) - len(typed[0].lstrip())]:
        return _("a tab at the start of the line; use spaces")
    return _("not YAML: {reason}").format(reason=error.problem or error.context or "")


def _check_events(events: Iterator[yaml.Event]) -> None:
    """Refuse what makes a small file large or deep, before anything is built from it."""
    depth = 0
    for event in events:
        if isinstance(event, yaml.AliasEvent):
            raise MarkedError(_line(event.start_mark), _("an alias (*name); write the text out"))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise MarkedError(_line(event.start_mark), _("nested too deeply"))


def _plain(node: yaml.Node, where: Where, marked: Marked) -> Any:
    marked.lines.setdefault(where, _line(node.start_mark))
    if isinstance(node, yaml.SequenceNode):
        return [_plain(one, (*where, place), marked) for place, one in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, where, marked)
    if isinstance(node, yaml.ScalarNode) and not node.style and node.value in _NOTHING:
        return None
    return clean(node.value)


def _line(mark: Any) -> int:
    return mark.line + 1 if mark else 1


def _mapping(node: yaml.MappingNode, where: Where, marked: Marked) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in node.value:
        line = _line(key.start_mark)
        if not isinstance(key, yaml.ScalarNode):
            raise MarkedError(line, _("a list or mapping in the place of a name"))
        name = clean(key.value)
        here = (*where, name)
        if name in found:
            marked.doubles.append(here)
        marked.lines[here] = line
        found[name] = _plain(value, here, marked)
    return found


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(one) for one in value]
    if isinstance(value, dict):
        return {clean(name): _cleaned(one) for name, one in value.items()}
    return value
