"""How many keys each act of an interview may take: written in docs/keys.md, counted by a test.

``python -m peervisit.tui.key_budget docs/keys.md`` writes the page from here and from the commands.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from peervisit.tui.commands import Command
from peervisit.tui.commands.command import key_name
from peervisit.tui.commands.key_words import keyed


@dataclass(frozen=True, slots=True)
class Act:
    """Something done in an interview: the keys that do it, and how many it may take, its words aside."""

    name: str
    says: str
    keys: tuple[str, ...]
    most: int
    words: str = ""
    """What is typed in between, and then ``after`` ends it."""
    after: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many keys it takes, the words aside."""
        return len(self.keys) + len(self.after)


ACTS = (
    Act("line", "mark the line of the cursor as evidence", ("ctrl+n",), 1),
    Act("selection", "mark what is selected as evidence", ("ctrl+n",), 1),
    Act("link-focus", "link it to a focus indicator (its digit)", ("ctrl+l", "2"), 2),
    Act("link-any", "link it to any indicator (its short code)", ("ctrl+l", "g", "a", "2"), 4),
    Act("link-against", "link it as contradicting a focus indicator", ("ctrl+l", "minus", "2"), 3),
    Act("nature", "say its nature: fact, figure, opinion, observation", ("ctrl+b", "o"), 2),
    Act("channel", "say its channel: heard, read, seen, claimed", ("ctrl+b", "v"), 2),
    Act("direction", "turn its direction: supports, contradicts, context", ("ctrl+b", "minus"), 2),
    Act("speaker", "say who said it, and says what follows", ("ctrl+b", "2"), 2),
    Act("quote", "a quote without permission", ("ctrl+b", "q"), 2),
    Act("quote-permitted", "a quote with permission", ("ctrl+b", "p"), 2),
    Act("good-practice", "flag good practice", ("ctrl+b", "g"), 2),
    Act("follow-up", "flag for follow-up", ("ctrl+b", "exclamation_mark"), 2),
    Act("again", "do the last of these again, here", ("ctrl+b", "full_stop"), 2),
    Act("ask", "put the next planned question into the note", ("ctrl+o", "enter"), 2),
    Act("answered", "tick the question as answered", ("ctrl+o", "a"), 2),
    Act("left-open", "leave the question open", ("ctrl+o", "l"), 2),
    Act("stamp", "put the time at the beginning of the line", ("ctrl+t",), 1),
    Act("remark", "a team-only remark", ("ctrl+r",), 2, "careful", ("escape",)),
    Act("promise", "a document that was promised", ("ctrl+b", "d"), 3, "the budget", ("enter",)),
    Act("roles", "swap who leads and who takes the notes", ("ctrl+b", "t"), 2),
    Act("undo-words", "undo typing, across saves too", ("ctrl+z",), 1),
    Act("undo-act", "undo the last act", ("ctrl+b", "u"), 2),
    Act("side", "show or fold away what is known already", ("f8",), 1),
)


def shown(key: str) -> str:
    """Return a key as the page writes it."""
    mods, _plus, last = key.rpartition("+")
    name = last.title() if last in ("escape", "enter", "space") else key_name(last)
    return f"Ctrl+{name.upper()}" if mods == "ctrl" else name


def page() -> str:
    """Return docs/keys.md."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    from peervisit.tui.key_file import contexts

    yield from _HEAD
    for act in ACTS:
        keys = " ".join(f"`{shown(key)}`" for key in act.keys)
        keys += " words" if act.words else ""
        keys += "".join(f" `{shown(key)}`" for key in act.after)
        yield f"| {act.says} | {keys} | {act.count} | {act.most} |"
    yield from _MIDDLE
    told: set[str] = set()
    for context in contexts():
        commands = [one for one in context.commands if one.id not in told]
        told |= {one.id for one in commands}
        if not commands:
            continue
        yield ""
        yield f"### {context.title}"
        yield ""
        yield "| id | keys | what it does |"
        yield "|---|---|---|"
        yield from (_row(command) for command in commands)


def _row(command: Command) -> str:
    keys = " ".join(f"`{shown(key)}`" for key in command.keys.split(",")) if command.keys else "palette"
    return f"| `{command.id}` | {keys.replace('|', chr(92) + '|')} | {keyed(command.help)} |"


_HEAD = (
    "# Keys",
    "",
    "The interview is typed by hand while somebody speaks: what it may cost in keys is fixed here, and a",
    "test presses and counts them. Words that are typed do not count. This page is made from the code:",
    "`python -m peervisit.tui.key_budget docs/keys.md`.",
    "",
    "## The key budget of an interview",
    "",
    "| act | keys | takes | may take |",
    "|---|---|---|---|",
)
_MIDDLE = (
    "",
    "Nothing of this needs a menu: typed into a line, `#ga1` links it, `#-ga1` contradicts, `@I03` says",
    "who; a line that begins with `!` asks to follow up, and quotation marks around a line make it a",
    "quote. Judging takes one key a level.",
    "",
    "## Keys of your own",
    "",
    "Every key can be changed in `keys.json` in the settings folder (`peervisit keys` says where it is).",
    "`peervisit keys --write` writes a file with every command and its keys; keep the lines to change:",
    "",
    "```json",
    "{",
    '  "note.take": "f11",',
    '  "note.link": "ctrl+l,shift+f11",',
    '  "go.coverage": ""',
    "}",
    "```",
    "",
    "Several keys have commas between them; an empty text leaves the command to the palette (`Ctrl+P`).",
    "`peervisit keys --check` names, with their line, unknown commands, unknown keys, two commands on one",
    "key, and letters where a text needs them. The app starts in any case, leaves those lines out, and",
    "says so. Help, hints and messages in the app name the keys of the file.",
    "",
    "## Every command",
)


def main(path: str) -> None:
    """Write the page."""
    Path(path).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
