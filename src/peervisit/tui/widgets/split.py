"""A list with its detail: beside it where there is room, below it at 80 columns."""

from __future__ import annotations

from textual.containers import Container


class Split(Container):
    """Lays out the two widgets it is given; give the second the class ``detail``."""

    SCOPED_CSS = False
    DEFAULT_CSS = """
    Split { layout: horizontal; height: 1fr; }
    Split > .list { width: 1fr; height: 100%; }
    Split > .detail { width: 1fr; height: 100%; border-left: vkey $border-blurred; }
    Split > .detail:focus { border-left: vkey $border; }
    .-narrow Split { layout: vertical; }
    .-narrow Split > .list { width: 100%; height: 1fr; }
    .-narrow Split > .detail {
        width: 100%; height: 1fr; border-left: none; border-top: hkey $border-blurred;
    }
    .-narrow Split > .detail:focus { border-top: hkey $border; }
    """
