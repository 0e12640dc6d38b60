"""Backups in the background, and finding out what a code names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from peervisit.model.benchmark import Benchmark
from peervisit.model.text import clean_line
from peervisit.store.review_file import ReviewFile

if TYPE_CHECKING:
    from peervisit.tui.app import PeervisitApp


def back_up_in_background(app: PeervisitApp, path: Path) -> None:
    """Make a backup if one is due, in a thread with a connection of its own."""

    def work() -> None:
        from peervisit.tui.messages import BackedUp

        failure = None
        try:
            with ReviewFile.open(path) as review:
                review.back_up_if_due()
        except Exception as error:
            failure = app.failure_of(error)
        app.post_message(BackedUp(failure))

    app.run_worker(work, name="backup", group="backup", exclusive=True, exit_on_error=False, thread=True)


def kind_of(review: ReviewFile, benchmark: Benchmark, code: str) -> tuple[str, str] | None:
    """Return the kind and the exact code of whatever a person's code names, in any case.

    ``ga1`` is as good as ``GG-AMB-1`` and ``s02`` as ``AR-S02``, where it is the only one or one's own.
    """
    from peervisit.tui.tokens import indicator_of

    code = clean_line(code)
    found = indicator_of(benchmark, code)
    if found is not None:
        return "indicator", found
    for kind in review.catalogue:
        row = review.connection.execute(
            f"SELECT code FROM [{kind}] WHERE code = ? COLLATE NOCASE", (code,)
        ).fetchone()
        if row is not None:
            return kind, str(row[0])
    return _ending_in(review, code) if code[:1].isalpha() else None


def _ending_in(review: ReviewFile, code: str) -> tuple[str, str] | None:
    """Return the record whose code ends like that: the only one, or else that of whoever writes."""
    ending = f"-{code}"
    found = [
        (kind, str(one))
        for kind in review.catalogue
        for (one,) in review.connection.execute(
            f"SELECT code FROM [{kind}] WHERE substr(code, ?) = ? COLLATE NOCASE", (-len(ending), ending)
        )
    ]
    own = [one for one in found if one[1].casefold() == f"{review.log.author}{ending}".casefold()]
    return next(iter(own if len(found) > 1 else found), None)
