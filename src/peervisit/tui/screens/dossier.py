"""The dossier of one indicator over the whole screen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal
from textual.widget import Widget

from peervisit.i18n import N_, _
from peervisit.tui.commands.indicator import INDICATOR, NEXT
from peervisit.tui.dossier import Dossier
from peervisit.tui.screens.indicator_actions import IndicatorActions
from peervisit.tui.widgets.detail import Detail

if TYPE_CHECKING:
    from peervisit.tui.app import PeervisitApp


class DossierScreen(IndicatorActions):
    """Two columns where there is room: what was judged, and what it rests on."""

    PLACE: ClassVar[str] = "indicators"
    USER_COMMANDS = (*NEXT, *INDICATOR)
    HELP = N_("Everything the review holds about one indicator.")
    DEFAULT_CSS = """
    DossierScreen #judged { width: 1fr; height: 100%; }
    DossierScreen #facts { width: 1fr; height: 100%; border-left: vkey $border-blurred; }
    DossierScreen.-narrow #facts { display: none; }
    """

    code = ""

    def body(self) -> Iterable[Widget]:
        """Make the two columns."""
        self.judged = Detail(on_open=self.main.open_code, id="judged")
        self.facts = Detail(on_open=self.main.open_code, id="facts")
        yield Horizontal(self.judged, self.facts)

    def show(self, code: str) -> None:
        """Say which indicator is to be shown."""
        if code != self.code:
            self.code = code
            self._seen = None

    def refresh_data(self) -> None:
        """Read the dossier."""
        if not self.code:
            return
        dossier = Dossier(self.review, self.benchmark, self.code, self.member)
        if self.has_class("-narrow") or self.app.size.width < 100:
            self.judged.show(dossier.everything())
        else:
            self.judged.show(dossier.left())
            self.facts.show(dossier.right())

    def on_resize(self) -> None:
        """Lay the dossier out anew."""
        if self.is_mounted and self.code:
            self.refresh_data()

    def reveal(self, kind: str, code: str) -> None:
        """Show another indicator."""
        self._go(code)

    def note(self) -> str:
        """Say which of how many this is."""
        order = list(self.benchmark.by_id)
        place = order.index(self.code) + 1 if self.code in order else 0
        return _("{code}, {place} of {total}").format(code=self.code, place=place, total=len(order))

    def indicator(self) -> str | None:
        """Return the indicator shown."""
        return self.code or None

    def action_next(self) -> None:
        """Go to the next indicator."""
        self._step(1)

    def action_previous(self) -> None:
        """Go to the indicator before."""
        self._step(-1)

    def _step(self, way: int) -> None:
        order = list(self.benchmark.by_id)
        place = order.index(self.code) + way
        if 0 <= place < len(order):
            self._go(order[place])

    def _go(self, code: str) -> None:
        self.show(code)
        self.refresh_if_stale()


def show_dossier(main: PeervisitApp, code: str) -> None:
    """Open the dossier of an indicator."""
    if not main.is_screen_installed("dossier"):
        main.install_screen(DossierScreen(), "dossier")
    screen = main.get_screen("dossier")
    assert isinstance(screen, DossierScreen)
    screen.show(code)
    if screen.is_current:
        screen.refresh_if_stale()
    else:
        main.push_screen(screen)
