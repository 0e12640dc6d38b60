"""Records in and out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from peervisit.errors import PeervisitError
from peervisit.exchange import jsonl
from peervisit.i18n import _
from peervisit.model.flat import anew
from peervisit.model.kinds import KINDS
from peervisit.service.benchmarks import benchmark_of
from peervisit.service.records import code_for, remove
from peervisit.service.reviews import require_member
from peervisit.store.review_file import ReviewFile
from peervisit.sync.beside import written_whole


def export_to(review: ReviewFile, target: Path) -> int:
    """Write every record to a ``.jsonl`` file, beside and then moved; return how many.

    Raises:
        PeervisitError: the name has another ending, or the file cannot be written.
    """
    if target.suffix != ".jsonl":
        raise PeervisitError(_("{file}: the name must end in .jsonl").format(file=target.name))
    count = 0
    with written_whole(target) as stream:
        for line in jsonl.export_lines(review):
            stream.write(line.encode() + b"\n")
            count += 1
    return count


def export_lines(review: ReviewFile) -> Iterator[str]:
    """Yield every record as one line of JSON."""
    return jsonl.export_lines(review)


def import_from(review: ReviewFile, source: Path, *, author: str | None = None) -> dict[str, int]:
    """Take in the records of a ``.jsonl`` file, all or none; return how many of each kind.

    Raises:
        ImportLineError: a line is not acceptable (its number and the reason are in the message).
        PeervisitError: the file cannot be read, or nobody has the author's initials.
    """
    try:
        with source.open("rb") as stream:
            return import_lines(review, stream, author=author)
    except OSError as error:
        raise PeervisitError(_("{file}: cannot be read").format(file=source.name)) from error


def import_lines(
    review: ReviewFile, lines: Iterable[bytes | str], *, author: str | None = None
) -> dict[str, int]:
    """Take in records given as lines, all or none; return how many of each kind.

    The author is whose entries they become: a member of the review, or one whom the lines bring along.
    A whole review (its terms and its benchmark among the lines) taken into a new file takes the place of
    the terms and the benchmark that the file was made with, so that both hold the same.
    """
    parsed = list(jsonl.parse_lines(lines))
    if author is not None and not any((one.kind, one.code) == ("member", author) for one in parsed):
        require_member(review, author)
    benchmark = jsonl.benchmark_in(parsed) or benchmark_of(review)
    before, review.log.author = review.log.author, author or review.log.author
    try:
        with review.transaction():
            review.name_step(f"import {len(parsed)}")
            if {"review", "benchmark"} <= {one.kind for one in parsed} and _is_new(review):
                _make_room(review, parsed)
            return jsonl.import_parsed(
                review,
                parsed,
                benchmark,
                lambda kind, fields, code, held: code_for(review, kind, fields, code, held),
            )
    finally:
        review.log.author = before


def _is_new(review: ReviewFile) -> bool:
    """Whether nothing was entered yet but what ``peervisit new`` enters."""
    own = ("review", "benchmark")
    return not any(review.rows(kind) for kind in KINDS if kind not in own)


def _make_room(review: ReviewFile, parsed: Sequence[jsonl.Line]) -> None:
    brought = {one.code for one in parsed if one.kind == "benchmark"}
    for code in review.rows("benchmark"):
        if code not in brought:
            remove(review, "benchmark", code)
    for one in parsed:
        if one.kind == "review":
            one.fields = anew("review", one.fields)
