"""Signed statements: which copies there are, which key locks the review, who has left (decision 006).

A statement is one line of JSON with its keys in order and no spaces, so that one statement has one
spelling; its id is the beginning of the SHA-256 of that line.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from peervisit.sync import keys

COPY, KEY, LEAVE, KEPT = "copy", "key", "leave", "kept"

_SHORT = 4000
"""Statements of so many characters are parsed once and kept."""

LONGEST = 4 * 1024 * 1024
"""The longest statement there may be: a leave statement names every session of the member who left."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One signed statement.

    What ``body`` holds, by kind:

    - ``copy``: ``device``, ``member`` (or null), ``key`` that signs, ``recipient`` that locks for it;
      ``invitation`` when the key only vouches for copies of the same member; ``after``, the leave
      statements of the member that came before; ``of``, the device whose file it shares, because another
      member uses it or it was copied by hand.
    - ``key``: ``recipient`` of the review's identity, ``number`` (how many came before), ``wrapped``
      (recipient of a copy to the identity, locked for it), ``without`` (leave statements it answers).
    - ``leave``: ``member``; ``keys`` of the member's copies, with the files that nobody else uses;
      ``sessions`` (session to number) and ``statements`` (ids) of the member's
      copies that were known then.
    - ``kept``: ``leave`` (id); ``sessions`` and ``statements`` that another copy had taken in before it
      learned of the leaving.
    """

    content: str
    body: dict[str, Any]

    @property
    def id(self) -> str:
        """The id: 32 hexadecimal digits."""
        return _id(self.content)

    @property
    def what(self) -> str:
        """The kind of statement; one of a newer version may be of a kind that is not known here."""
        return str(self.body["statement"])

    @property
    def by(self) -> str:
        """The public key that signed."""
        return str(self.body["by"])

    def names(self, key: str) -> tuple[str, ...]:
        """Return the texts of a list in the body."""
        found = self.body.get(key)
        return tuple(map(str, found)) if isinstance(found, list) else ()

    def sessions(self) -> dict[str, int]:
        """Return the sessions that the statement vouches for, each with its last number."""
        found = self.body.get("sessions")
        if not isinstance(found, dict):
            return {}
        return {str(session): last for session, last in found.items() if type(last) is int}

    def is_genuine(self, review_id: str) -> bool:
        """Whether the key that the statement names signed it, for this review."""
        body = {name: value for name, value in self.body.items() if name != "signature"}
        return keys.is_signed(self.by, str(self.body.get("signature")), _signed(review_id, body))


def make(review_id: str, signing: bytes, by: str, what: str, when: str, body: dict[str, Any]) -> Statement:
    """Return a new statement, signed."""
    full = {**body, "statement": what, "by": by, "when": when}
    full["signature"] = keys.sign(signing, _signed(review_id, full))
    return Statement(_line(full), full)


def parse(content: str) -> Statement | None:
    """Return the statement that a line holds, or None where it is none."""
    if len(content) > LONGEST:
        return None
    return _parsed(content) if len(content) > _SHORT else _parsed_once(content)


def _parsed(content: str) -> Statement | None:
    try:
        body = json.loads(content)
        if not isinstance(body, dict) or _line(body) != content:
            return None
    except (ValueError, RecursionError):
        return None
    texts = ("statement", "by", "when", "signature")
    if not all(isinstance(body.get(name), str) for name in texts):
        return None
    return Statement(content, body) if _is_well_formed(body) else None


# Every change file holds every statement.
_parsed_once = lru_cache(maxsize=256)(_parsed)


_FORMS = {
    "device": re.compile(r"[0-9a-f]{16}"),
    "key": re.compile(r"[0-9a-f]{64}"),
    "recipient": re.compile(r"age1[0-9a-z]{20,100}"),
    "member": re.compile(r"[^\W_]{1,6}"),
    "leave": re.compile(r"[0-9a-f]{32}"),
    "when": re.compile(r"[0-9A-Za-z:.+-]{1,40}"),
}
"""What the texts of a statement look like: they are shown to people, and handed to the program age."""


def _is_well_formed(body: dict[str, Any]) -> bool:
    def texts(*names: str) -> bool:
        return all(_is_text(body.get(name), _FORMS[name]) for name in names)

    if not texts("when"):
        return False
    match body["statement"]:
        case "copy":
            shared = body.get("of") is None or _is_text(body["of"], _FORMS["device"])
            return (
                texts("device", "key", "recipient")
                and shared
                and (body.get("member") is None or texts("member"))
            )
        case "key":
            return (
                texts("recipient") and type(body.get("number")) is int and _are_wrapped(body.get("wrapped"))
            )
        case "leave":
            return texts("member")
        case "kept":
            return texts("leave")
    return True


def _is_text(value: Any, form: re.Pattern[str]) -> bool:
    return isinstance(value, str) and form.fullmatch(value) is not None


def _are_wrapped(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())


def _line(body: dict[str, Any]) -> str:
    return json.dumps(body, sort_keys=True, separators=(",", ":"))


@lru_cache(maxsize=1024)
def _id(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()[:32]


def _signed(review_id: str, body: dict[str, Any]) -> bytes:
    return f"peervisit statement 1\n{review_id}\n{_line(body)}\n".encode()
