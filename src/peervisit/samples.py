"""Where the sample reviews lie: in the installed package, or beside the source in a checkout."""

from __future__ import annotations

from pathlib import Path

FOLDER = "sample_reviews"

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parents[1]


def sample_path(name: str = "") -> Path:
    """Return the path of a sample review, or of their folder.

    Raises:
        FileNotFoundError: this installation has no such sample.
    """
    places = [_PACKAGE / FOLDER / name, _CHECKOUT / FOLDER / name]
    found = next((place for place in places if place.exists()), None)
    if found is None:
        raise FileNotFoundError(places[0])
    return found
