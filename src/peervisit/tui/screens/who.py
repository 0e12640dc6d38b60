from peervisit.tui.screens.base import Dialog
class WhoScreen(Dialog[None]):
    pass
