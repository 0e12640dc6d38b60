"""The sample review: made once in the usual folder, then opened like any other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from peervisit import locations
from peervisit.errors import PeervisitError
from peervisit.i18n import _
from peervisit.samples import sample_path

if TYPE_CHECKING:
    from peervisit.store.review_file import ReviewFile
    from peervisit.tui.app import PeervisitApp

SAMPLES = (("aldermere.jsonl", "Aldermere"), ("six-cities-2008/genoa.jsonl", "Genoa"))
"""The samples in the order in which they are looked for, with the city that each is about."""


def open_sample(main: PeervisitApp) -> None:
    """Open the sample, making it first where it is not there."""
    from peervisit.tui.opening import open_for_screens

    source, city = _found()
    path = main.settings.data / f"sample-{city.casefold()}{locations.SUFFIX}"
    if path.exists():
        main.use(open_for_screens(path))
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    main.use(make_sample(path, source, city))


def make_sample(path: Path, source: Path, city: str) -> ReviewFile:
    """Make a review from the records of a sample; no file is left behind where that fails."""
    from peervisit.service import exchange, reviews

    review = reviews.create(path, city=city, benchmark="inti-cities")
    try:
        exchange.import_from(review, source)
    except BaseException:
        review.close()
        path.unlink(missing_ok=True)
        raise
    return review


def _found() -> tuple[Path, str]:
    for name, city in SAMPLES:
        try:
            return sample_path(name), city
        except FileNotFoundError:
            continue
    raise PeervisitError(_("this installation has no sample review"))
