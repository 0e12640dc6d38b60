"""What Word's own styles are called: in every file in English, but other programs write them in their own."""

from __future__ import annotations

import unicodedata
from functools import cache

_ELSEWHERE: dict[str, tuple[str, ...]] = {
    "Normal": ("Standard", "Corps de texte par défaut", "Default Style", "Default Paragraph Style"),
    "heading {n}": ("Titre {n}", "Überschrift {n}", "Encabezado {n}", "Título {n}", "Titolo {n}",
                    "Nagłówek {n}", "Kop {n}", "Rubrik {n}"),
    "toc {n}": ("TM {n}", "Verzeichnis {n}", "TDC {n}", "Table des matières niveau {n}",
                "Inhaltsverzeichnis {n}", "Contents {n}", "Sommario {n}", "Spis treści {n}", "Inhopg {n}"),
    "Title": ("Titre", "Titel", "Titre principal", "Título", "Titolo", "Tytuł"),
    "Subtitle": ("Sous-titre", "Untertitel", "Subtítulo", "Sottotitolo", "Podtytuł"),
    "TOC Heading": ("En-tête de table des matières", "Titre TR", "Inhaltsverzeichnisüberschrift",
                    "Titre de table des matières", "Contents Heading"),
    "List Bullet": ("Liste à puces", "Aufzählungszeichen", "Lista con viñetas", "Punto elenco"),
    "caption": ("Légende", "Beschriftung", "Epígrafe", "Didascalia", "Legenda"),
    "header": ("En-tête", "Kopfzeile", "Encabezado", "Intestazione", "Nagłówek"),
    "footer": ("Pied de page", "Fußzeile", "Pie de página", "Piè di pagina", "Stopka"),
    "footnote text": ("Note de bas de page", "Fußnotentext", "Footnote"),
    "footnote reference": ("Appel note de bas de p.", "Appel de note de bas de page", "Fußnotenzeichen",
                           "Footnote anchor"),
    "Strong": ("Élevé", "Fort", "Fett", "Strong Emphasis"),
    "Emphasis": ("Accentuation", "Hervorhebung"),
    "Hyperlink": ("Lien hypertexte", "Internet Link", "Lien Internet"),
}  # fmt: skip


def key(name: str) -> str:
    """Return a style's name as names are compared: case, accents' form and kinds of spaces do not count."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


@cache
def also(name: str) -> tuple[str, ...]:
    """Return what else a built-in style may be called, as keys, the likeliest first."""
    stem, _, number = name.rpartition(" ")
    if number.isdigit() and f"{stem} {{n}}" in _ELSEWHERE:
        return tuple(key(one.format(n=number)) for one in _ELSEWHERE[f"{stem} {{n}}"])
    return tuple(key(one) for one in _ELSEWHERE.get(name, ()))
