"""What a dialog's answer sets off runs outside every action: an error there is said as well."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from peervisit.errors import PeervisitError

if TYPE_CHECKING:
    from peervisit.tui.app import PeervisitApp


def said(main: PeervisitApp, act: Callable[[Any], None]) -> Callable[[Any], None]:
    """Return ``act`` so that an error in it is shown in one line rather than ending the app."""

    def safely(answer: Any) -> None:
        try:
            with main.in_plain_words():
                act(answer)
        except PeervisitError as error:
            main.say(str(error), bad=True)

    return safely
