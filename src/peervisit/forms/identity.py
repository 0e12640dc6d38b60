"""The small line that says which form a document is, and the same in the document's properties."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

_WORDS = r"[\s\u00a0·•|,;:/_–—-]+"
_LINE = re.compile(
    rf"peervisit{_WORDS}form{_WORDS}(?P<type>self.assessment|desk.review|comments|response)"
    rf"{_WORDS}version{_WORDS}(?P<version>\d{{1,4}})"
    rf"{_WORDS}review{_WORDS}(?P<review>[0-9a-f]{{12}})"
    rf"{_WORDS}number{_WORDS}(?P<code>[\w./-]{{1,40}}?)"
    rf"{_WORDS}language{_WORDS}(?P<language>[a-z]{{2,3}})"
    rf"{_WORDS}issued{_WORDS}(?P<issued>\d{{4}}[-–‑—]\d\d[-–‑—]\d\d)"
    rf"(?:{_WORDS}member{_WORDS}(?P<member>[\w.-]{{1,20}}))?",
    re.IGNORECASE,
)
_START = re.compile("[Pp][Ee][Ee][Rr][Vv][Ii][Ss][Ii][Tt]")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))

PROPERTIES = ("form", "version", "review", "number", "language", "issued", "member")
"""The names of the custom properties, each after ``peervisit ``."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Which form a document is."""

    type: str
    version: int
    review: str
    """The first twelve figures of the review's identity."""
    code: str
    """The number of the form: the code of its record."""
    language: str
    issued_on: str
    member: str | None = None

    @property
    def line(self) -> str:
        """The line as it stands on the cover and at the foot of each page; never translated."""
        told = (
            f"peervisit form {self.type} · version {self.version} · review {self.review} · "
            f"number {self.code} · language {self.language} · issued {self.issued_on}"
        )
        return f"{told} · member {self.member}" if self.member else told

    @property
    def properties(self) -> dict[str, str]:
        """The same as custom properties of the document."""
        values = (self.type, str(self.version), self.review, self.code, self.language, self.issued_on)
        return {
            f"peervisit {name}": value
            for name, value in zip(PROPERTIES, (*values, self.member or ""), strict=True)
            if value
        }


def short(review_id: str | None) -> str:
    """Return the first twelve figures of a review's identity."""
    return (review_id or "").lower()[:12].ljust(12, "0")


def find_identity(text: str) -> Identity | None:
    """Return the first identity that a text holds, whatever became of its spaces, dashes and case."""
    found = next(
        (one for at in _starts(text) if (one := _LINE.match(text[at : at + 400].translate(_DASHES)))), None
    )
    if found is None:
        return None
    return Identity(
        type=re.sub("[^a-z]", "-", found["type"].lower()),
        version=int(found["version"]),
        review=found["review"].lower(),
        code=found["code"],
        language=found["language"].lower(),
        issued_on=found["issued"],
        member=found["member"],
    )


def _starts(text: str) -> Iterator[int]:
    """Yield where the line may begin: looking for one word is faster than trying the pattern everywhere."""
    for found in _START.finditer(text):
        yield found.start()


def from_properties(properties: dict[str, str]) -> Identity | None:
    """Return the identity that the custom properties of a document hold."""
    words = " · ".join(
        f"{'' if name == 'form' else name} {properties.get(f'peervisit {name}', '')}".strip()
        for name in PROPERTIES
        if properties.get(f"peervisit {name}")
    )
    return find_identity(f"peervisit form {words}") if words else None


def bookmark(field: str, code: str) -> str:
    """Return the name of the bookmark around an answer: it tells code and field without spelling them out."""
    return f"_pv{field.replace('_', '')}{key_mark(code)}"


def key_mark(code: str) -> str:
    """Return sixteen figures that stand for the key of a row in the names of its bookmarks."""
    return hashlib.sha256(code.encode()).hexdigest()[:16]
