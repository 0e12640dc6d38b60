"""Passphrases that the program makes: words to be told by phone, spelled alike in English and French."""

from __future__ import annotations

import secrets
import unicodedata

from peervisit.errors import PeervisitError
from peervisit.i18n import _

_IN_ORDER = """
accent action addition agenda agile album alibi alliance ambulance angle animal aquarium armada
artisan aspect atlas atoll attention audio avalanche avenue aviation balance bandage banjo
barrage bonbon bonus boutique bracelet bronze bureau cabaret cactus cadet cadre canal capable
cascade certain chalet champion chance charade citation client cobra cocktail collage commerce
concert condor confetti contact cordial correct cosmos coupon courage couscous crayon crocodile
crucial cycle dahlia direct distance document dollar domino drone effort ellipse encore exact
excellent excursion expert extra fable fanfare festival fiction figure final folklore fondue
force format fortune fruit genre globe gong gourmet grain guide hibiscus horizon humble humus
iceberg igloo image immense impact index indigo invention iris jade jargon jazz jockey joker
justice kayak kilo kiwi label lama latitude longitude lotion lotus machine magazine magnolia
marathon mention menu mimosa minimal mission mobile module moment motel mousse mustang narration
nation nature nectar noble normal notable nougat oasis octave olive omelette opinion orange oval
panorama parachute passage patience pause photo piano pigeon piston pivot pizza plateau poncho
portable possible prairie premier prestige prince profit promenade prose prudent puma puzzle
question quota radiant raisin ratio ravine refrain rose rotation route royal safari salami salon
samba sardine satin sauce sauna science scooter scorpion silence simple soda solitude solution
sonar sonnet soprano spaghetti standard style suite surface surprise table tact tandem tango
tapioca tennis tension terrain texture ticket timbre tombola torrent total toucan transit
triangle tribune triple trombone tunnel turban ultra union unique usable valise variable vase
verdict version vertical villa visible vocal volume voyage yacht yoga zigzag
"""

WORDS = tuple(_IN_ORDER.split())
"""256 words of 4 to 9 letters; no two begin with the same four."""

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
