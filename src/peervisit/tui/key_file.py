"""Keys of one's own: ``keys.json`` in the settings folder, read, checked line by line, and written.

The file is one JSON object: the id of a command to its keys, with commas between them, or to an empty text
for none. What is wrong in it is said with its line and left out; the rest holds.
"""

from __future__ import annotations

import inspect
import json
import pkgutil
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path

from textual.keys import KEY_NAME_REPLACEMENTS, Keys, _character_to_key

from peervisit.errors import PeervisitError
from peervisit.i18n import _
from peervisit.tui.commands import Command

NAME = "keys.json"
IN_TEXT = ("note.", "form.", "picker.", "line.", "text.", "member.", "jump.", "open.", "new.", "attach.")
"""How the ids of the commands begin that are given while a text has the focus."""
OF_TEXTS = frozenset(
    (
        *(f"ctrl+{letter}" for letter in "acdehikmuvwxyz"),
        *("backspace", "delete", "enter", "tab", "shift+tab", "left", "right", "home", "end", "f6", "f7"),
        *("ctrl+left", "ctrl+right"),
    )
)
"""Keys with which one moves and edits in a text."""
ON_LISTS = ("list.", "detail.")
"""Commands that work on every main screen beside its own."""
MODIFIERS = frozenset(("ctrl", "shift", "alt", "super", "hyper", "meta"))

_KNOWN = frozenset(
    {key.value for key in Keys if not key.value.startswith("<")}
    | {f"f{number}" for number in range(1, 25)}
    | {_character_to_key(chr(number)) for number in range(33, 0x250)}
    | set(KEY_NAME_REPLACEMENTS.values())
)


@dataclass(frozen=True)
class Context:
    """Commands that can be given in one place."""

    title: str
    name: str
    commands: tuple[Command, ...]
    is_place: bool = False


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong in one line of the file."""

    line: int
    text: str

    def __str__(self) -> str:
        """Return it as one line."""
        return _("{file}, line {line}: {what}").format(file=NAME, line=self.line, what=self.text)


@dataclass
class KeyFile:
    """What the file says, and what in it is left out."""

    path: Path
    keys: dict[str, str] = field(default_factory=dict)
    """Id of the command to its keys, by Textual's names."""
    wrong: list[Wrong] = field(default_factory=list)


@cache
def contexts() -> tuple[Context, ...]:
    """Return every place in which commands can be given, with its commands; imports every screen."""
    from peervisit.tui import screens, widgets
    from peervisit.tui.app import PeervisitApp
    from peervisit.tui.screens.base import ReviewScreen

    found = [Context("Everywhere", "app", PeervisitApp.GLOBAL)]
    seen: set[type] = set()
    for package in (widgets, screens):
        for module in sorted(one.name for one in pkgutil.iter_modules(package.__path__)):
            for _name, cls in inspect.getmembers(
                import_module(f"{package.__name__}.{module}"), inspect.isclass
            ):
                if cls in seen or not cls.__module__.startswith("peervisit.tui."):
                    continue
                seen.add(cls)
                commands = cls.__dict__.get("USER_COMMANDS")
                if commands:
                    place = issubclass(cls, ReviewScreen)
                    found.append(Context(_title(cls.__name__), cls.__name__, tuple(commands), place))
    return tuple(found)


def _title(name: str) -> str:
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.strip("_")).lower().removesuffix(" screen")
    return words.capitalize()


def every() -> dict[str, Command]:
    """Return every command by id."""
    return {command.id: command for context in contexts() for command in context.commands}


def read(path: Path) -> KeyFile:
    """Return what a file of keys says; a file that is not there says nothing."""
    found = KeyFile(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
        pairs = json.loads(text, object_pairs_hook=list)
    except FileNotFoundError:
        return found
    except json.JSONDecodeError as error:
        found.wrong.append(Wrong(error.lineno, _("this is no JSON: {what}").format(what=error.msg)))
        return found
    except (OSError, UnicodeDecodeError):
        found.wrong.append(Wrong(1, _("the file cannot be read as text in UTF-8")))
        return found
    if not text.lstrip().startswith("{"):
        found.wrong.append(Wrong(1, _("the file must hold one object: command to keys")))
        return found
    lines = _Lines(text)
    placed = [(str(name), keys, lines.of(str(name))) for name, keys in pairs]
    for name, keys, line in placed:
        _take(found, name, keys, line)
    _leave_out_clashes(found, {name: line for name, _keys, line in placed})
    found.wrong.sort(key=lambda one: one.line)
    return found


class _Lines:
    """Finds the line of each name, in the order of the file."""

    def __init__(self, text: str) -> None:
        self._text, self._from = text, 0

    def of(self, name: str) -> int:
        """Return the line of a name, the next one where it is there twice."""
        match = re.compile(re.escape(json.dumps(name, ensure_ascii=False)) + r"\s*:").search(
            self._text, self._from
        )
        if match is None:
            return self._text.count("\n", 0, self._from) + 1
        self._from = match.end()
        return self._text.count("\n", 0, match.start()) + 1


def _take(found: KeyFile, name: str, keys: object, line: int) -> None:
    command = every().get(name)
    if command is None:
        found.wrong.append(Wrong(line, _unknown_command(name)))
    elif not isinstance(keys, str):
        found.wrong.append(Wrong(line, _("{command}: the keys are one text").format(command=name)))
    elif name in found.keys:
        found.wrong.append(Wrong(line, _("{command} is here twice").format(command=name)))
    else:
        wanted = [_by_name(key) for key in _split(keys)]
        for key in wanted:
            problem = _problem(command, key)
            if problem:
                found.wrong.append(Wrong(line, problem))
                return
        found.keys[name] = ",".join(wanted)


def _split(keys: str) -> list[str]:
    """Return the keys of a text; a comma alone, or after a comma, is the key itself."""
    if keys.strip() == ",":
        return ["comma"]
    return [key.strip() for key in keys.split(",") if key.strip()]


def _by_name(key: str) -> str:
    """Return a key by Textual's name, whichever way somebody wrote it."""
    if len(key) == 1:
        return _character_to_key(key)
    *mods, last = re.split(r"\+(?!$)", key)
    if len(last) == 1:
        last = last.lower() if mods else last
        last = last if last.isalnum() else _character_to_key(last)
    else:
        last = last.lower()
    return "+".join([*(mod.strip().lower() for mod in mods), last])


def _problem(command: Command, key: str) -> str:
    *mods, last = key.split("+")
    if set(mods) - MODIFIERS or (last not in _KNOWN and key not in _KNOWN and len(last) > 1):
        return _("{command}: there is no key '{key}'").format(command=command.id, key=key[:40])
    kept = key in {one.strip() for one in command.keys.split(",")}
    if command.id.startswith(IN_TEXT) and not kept and (_types(mods, last) or key in OF_TEXTS):
        return _("{command}: a text needs the key '{key}' itself").format(command=command.id, key=key)
    return ""


def _types(mods: list[str], last: str) -> bool:
    return not set(mods) - {"shift"} and (len(last) == 1 or last in _CHARACTERS or last == "space")


_CHARACTERS = frozenset(_character_to_key(chr(number)) for number in range(33, 0x250))


def _unknown_command(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, every(), n=1)
    if near:
        return _("there is no such command; did you mean {name}?").format(name=near[0])
    return _("there is no such command; 'peervisit keys' lists them")


def _leave_out_clashes(found: KeyFile, lines: Mapping[str, int]) -> None:
    """Leave out keys that two commands of one place would have, where the file asked for one of them."""
    for name in list(found.keys):
        other = _clash(found.keys, name)
        if other is not None:
            key, with_whom = other
            words = _("{command}: {other} has the key '{key}' already").format(
                command=name, other=with_whom, key=key
            )
            found.wrong.append(Wrong(lines.get(name, 1), words))
            del found.keys[name]


def _clash(keymap: Mapping[str, str], name: str) -> tuple[str, str] | None:
    wanted = {key for key in keymap[name].split(",") if key}
    for commands in _together(name):
        for command in commands:
            if command.id == name:
                continue
            held = set(keymap.get(command.id, command.keys).split(","))
            both = wanted & held - set(every()[name].keys.split(","))
            if both:
                return min(both), command.id
    return None


def _together(name: str) -> Iterator[list[Command]]:
    """Yield the commands that can be given in the same place as one, place by place."""
    general = contexts()[0]
    lists = [c for context in contexts() for c in context.commands if c.id.startswith(ON_LISTS)]
    for context in contexts():
        commands = list(context.commands)
        if context.is_place:
            commands += [*lists, *general.commands]
        if any(command.id == name for command in commands):
            yield commands


def template(keys: Mapping[str, str]) -> str:
    """Return a file with every command, its keys of one's own where there are any, else the usual ones."""
    held = {name: keys.get(name, command.keys) for name, command in every().items()}
    return json.dumps(held, ensure_ascii=False, indent=1) + "\n"


def write(path: Path) -> int:
    """Write every command into the file, keeping what it says already; return how many there are.

    Raises:
        PeervisitError: the file is there and something in it is wrong: nothing is written over it.
    """
    found = read(path)
    if found.wrong:
        raise PeervisitError(_("{problem}; nothing was written").format(problem=found.wrong[0]))
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    beside.write_text(template(found.keys), encoding="utf-8")
    beside.replace(path)
    return len(every())
