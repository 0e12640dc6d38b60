"""Every command by name; what belongs to one is loaded only when it is given."""

from __future__ import annotations

from importlib import import_module

from peervisit.cli.parsing import Command, Group

_PLACES: dict[str, str] = {
    "new": "files",
    "use": "files",
    "demo": "files",
    "import": "files",
    "export": "files",
    "digest": "files",
    "pack": "sharing",
    "merge": "sharing",
    "sync": "syncing",
    "share": "invitations",
    "join": "invitations",
    "copies": "invitations",
    "leave": "invitations",
    "backup": "files",
    "restore": "files",
    "doctor": "files",
    "secure": "locking",
    "unsecure": "locking",
    "show": "reading",
    "coverage": "evening",
    "tonight": "evening",
    "search": "reading",
    "check": "reading",
    "history": "reading",
    "undo": "reading",
    "conflicts": "settling",
    "resolve": "settling",
    "review": "records",
    "member": "records",
    "stakeholder": "records",
    "document": "records",
    "slot": "records",
    "question": "records",
    "interview": "records",
    "evidence": "records",
    "conclude": "records",
    "recommend": "records",
    "practice": "records",
    "context": "records",
    "action": "records",
    "comment": "records",
    "debrief": "records",
    "self-assessment": "levels",
    "desk": "levels",
    "judge": "levels",
    "consensus": "levels",
    "override": "levels",
    "form": "forms",
    "intake": "forms",
    "report": "reports",
    "template": "templates",
    "handout": "papers",
    "guide": "papers",
    "programme": "papers",
    "evidence-log": "papers",
    "benchmark": "reports",
    "completion": "reports",
    "keys": "keys",
    "man": "manual",
}

NAMES = frozenset(_PLACES)


def find(name: str) -> Command | Group:
    """Return the command of a name."""
    module = import_module(f"peervisit.cli.{_PLACES[name]}")
    found: Command | Group = module.COMMANDS[name]
    return found


def every() -> list[Command | Group]:
    """Return all commands, in the order of the help."""
    return [find(name) for name in _PLACES]


def lowest() -> list[Command]:
    """Return all commands that take arguments, those of groups in place of their group."""
    return [one for found in every() for one in (found.commands if isinstance(found, Group) else (found,))]
