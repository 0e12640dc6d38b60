"""Passphrases that the program makes: words to be told by phone, spelled alike in English and French."""

from __future__ import annotations

import secrets
import unicodedata

from peervisit.errors import PeervisitError
from peervisit.i18n import _

_IN_ORDER = """
accent action addition agenda agile album alibi alliance ample animal aquarium argument artisan
aspect atlas atoll audio avenue aviation badge balance ballet banjo basket bonbon bonus bracelet
bronze bureau cabaret cabinet cactus cadet cadre canyon capable capital capsule casino chalet
charade citation clan client cobra cocktail commerce compact concert condor confetti contact
cordial correct cosmos coupon courage couscous crayon crucial culture cycle dahlia direct
distance document domino dragon drone effort ellipse empire encore essence exact excuse extra
fanfare festival fiction figure final flexible fondue force format fortune forum fragile fruit
garage gazelle genre gong grain hibiscus horizon humble iceberg igloo image immense index indigo
infusion initial instant iris jade jaguar jargon jockey joker jury kayak kilo kiwi koala label
lama lotion lotus machine magazine marathon marine massage melon mention million mimosa minimal
mirage mission mobile module motif mousse musical mustang nature nectar noble normal notion
nuance octave omelette opinion option orange original oval panda panorama pardon passage pastel
patience pause photo phrase pigeon pivot pizza plateau plume poncho portable poster prairie
premier prince profit prompt prose prudent puma puzzle question quiche quota radar radiant
raisin ratio ravine refrain robot rose rotation route royal safari salami samba sandwich sardine
satin sauce science scooter scorpion script section simple soda solitude sonar sonnet soprano
souvenir sport stable standard style suite surprise table tact talent tandem tango taxi tension
terrain tombola torrent total toucan transit triangle triple trombone tropical turban ultra
union unique urgent usable valise variable vase verdict version vertical villa violet visible
vocal volume voyage wagon yacht zigzag
"""

WORDS = tuple(_IN_ORDER.split())
"""256 words of 4 to 8 letters, so that seven fit on a line of a small screen; no two begin alike."""

COUNT = 7
"""Words in a passphrase: 56 bits, each guess of which costs about a second of work (scrypt)."""

SHORT = 12
"""A passphrase of fewer characters is easily guessed by whoever has the file."""


def make_passphrase() -> str:
    """Return a new passphrase: words with a dash between them."""
    return "-".join(secrets.choice(WORDS) for _place in range(COUNT))


def tidied(words: str) -> str:
    """Return a passphrase as it is used: composed letters, no line end.

    Raises:
        PeervisitError: nothing is left.
    """
    found = unicodedata.normalize("NFC", words).rstrip("\r\n")
    if not found.strip():
        raise PeervisitError(_("the passphrase is empty; nothing was done"))
    return found
