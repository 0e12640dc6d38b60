"""Signs that Word keeps as a place in a symbol font: what a reader sees, as a sign of its own.

Word writes an arrow for ``-->`` and a smiling face for ``:)`` in this way, unasked. The letter at the same
place in an ordinary font is another one: ``\u00e0`` for an arrow.
"""

from __future__ import annotations

UNKNOWN = "\ufffd"
"""What stands for a sign of a symbol font that is not known here."""

_WINGDINGS = {
    0x21: "✏", 0x22: "✂", 0x28: "☎", 0x2A: "✉", 0x36: "⌛", 0x43: "👍", 0x44: "👎", 0x45: "☜", 0x46: "☞",
    0x47: "☝", 0x48: "☟", 0x4A: "☺", 0x4B: "😐", 0x4C: "☹", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x70: "□",
    0x71: "❑", 0x72: "❒", 0x75: "◆", 0x76: "❖", 0x77: "◆", 0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA2: "○",
    0xA4: "◉", 0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓",
    0xE7: "←", 0xE8: "➔", 0xE9: "↑", 0xEA: "↓", 0xEF: "⇦", 0xF0: "⇨", 0xF3: "⬄", 0xFB: "✗", 0xFC: "✓",
    0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0x98: "●", 0x99: "○",
    0x9A: "○", 0x9E: "◉", 0xA2: "■", 0xA3: "□",
}  # fmt: skip
_WINGDINGS_3 = {
    0x21: "←", 0x22: "→", 0x23: "↑", 0x24: "↓", 0x70: "▲", 0x71: "▼", 0x72: "△", 0x73: "▽", 0x74: "◀",
    0x75: "▶", 0x77: "▲", 0x78: "▼", 0x79: "◀", 0x7A: "▶", 0x80: "▲", 0x81: "▼", 0x82: "◀", 0x83: "▶",
}  # fmt: skip
_SYMBOL = {
    0x22: "∀", 0x24: "∃", 0x27: "∋", 0x2A: "∗", 0x2D: "−", 0x40: "≅", 0x5C: "∴", 0x5E: "⊥", 0xA2: "′",
    0xA3: "≤", 0xA4: "⁄", 0xA5: "∞", 0xA7: "♣", 0xA8: "♦", 0xA9: "♥", 0xAA: "♠", 0xAB: "↔", 0xAC: "←",
    0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB5: "∝",
    0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xC6: "∅", 0xCE: "∈", 0xDB: "⇔",
    0xDC: "⇐", 0xDD: "⇑", 0xDE: "⇒", 0xDF: "⇓", 0xE0: "◊", 0xE5: "∑",
}  # fmt: skip
_GREEK = dict(zip(
    range(0x41, 0x7B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True
))  # fmt: skip
_FONTS = {
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings 3": _WINGDINGS_3,
    "symbol": _GREEK | _SYMBOL,
    "webdings": {0x61: "✓", 0x72: "✗", 0x35: "▲", 0x36: "▼", 0x33: "◀", 0x34: "▶", 0x67: "■", 0x6E: "●"},
}


def symbol(font: str, place: str) -> str:
    """Return the sign at a place, in hexadecimal figures, of a font."""
    try:
        point = int(place, 16)
    except ValueError:
        return ""
    if not 0x20 <= point < 0x110000 or 0xD800 <= point < 0xE000:
        return ""
    # Symbol fonts hide their signs in the private area.
    point = point - 0xF000 if 0xF020 <= point <= 0xF0FF else point
    signs = _FONTS.get(font.casefold())
    if signs is None:
        return chr(point)
    # Figures and signs of ordinary writing lie where they always do in the font Symbol.
    plain = chr(point) if signs is _FONTS["symbol"] and point < 0x41 else UNKNOWN
    return " " if point == 0x20 else signs.get(point, plain)
