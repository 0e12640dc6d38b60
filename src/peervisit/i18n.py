"""Translation: every text that a person sees passes through here.

``_`` translates into the language of the interface; reports carry their own language, so they take a
translator of their own from :func:`translator`. ``N_`` only marks a text for the catalogue.
"""

from __future__ import annotations

import gettext
import locale
import os
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Protocol

DOMAIN = "peervisit"
LOCALE_DIR = Path(__file__).parent / "locale"
SOURCE_LANGUAGE = "en"


class Translator(Protocol):
    """What translates a text, and a text with a number in it."""

    def gettext(self, message: str) -> str:
        """Return the text in the translator's language."""
        ...

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the singular or plural text for ``n`` in the translator's language."""
        ...


def N_(message: str) -> str:
    """Mark a text for the catalogue without translating it yet."""
    return message


@cache
def translator(language: str) -> Translator:
    """Return the translator for a language code such as ``fr``; English where there is none."""
    if language == SOURCE_LANGUAGE:
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, LOCALE_DIR, languages=[language], fallback=True)


def languages() -> list[str]:
    """Return the codes of the languages that have a catalogue, English first."""
    found = sorted(path.parent.parent.name for path in LOCALE_DIR.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    return [SOURCE_LANGUAGE, *(code for code in found if code != SOURCE_LANGUAGE)]


def preferred_language() -> str:
    """Return the language that the person's environment asks for, if we have it, else English."""
    asked = [os.environ.get(name, "") for name in ("PEERVISIT_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")]
    if not any(asked):
        asked = [locale.getlocale()[0] or ""]
    return meant(next((value for value in asked if value), ""))


def meant(asked: str | None) -> str:
    """Return the language of ours that a code such as ``fr_CH.UTF-8`` or ``FR`` asks for, else English."""
    code = (asked or "").split(".")[0].split("_")[0].split("-")[0].strip().lower()
    return code if code in languages() else SOURCE_LANGUAGE


class _Interface:
    """The translator of the interface, which :func:`use` sets once at start."""

    def __init__(self) -> None:
        self.language = SOURCE_LANGUAGE
        self.translator: Translator = gettext.NullTranslations()


_interface = _Interface()


def use(language: str) -> None:
    """Set the language of the interface."""
    _interface.language = language
    _interface.translator = translator(language)


def current() -> str:
    """Return the code of the language of the interface."""
    return _interface.language


def _(message: str) -> str:
    """Return the text in the language of the interface."""
    return _interface.translator.gettext(message) if message else ""


def labelled(label: str, content: object = "") -> str:
    """Return a label and what it says, with the colon as the language of the interface writes it."""
    return _("{label}: {content}").format(label=label, content=content)


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return the singular or plural text for a number in the language of the interface."""
    return _interface.translator.ngettext(singular, plural, number)


MONTHS = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"),
    N_("August"), N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip


def day_in(t: Translator, value: str | None) -> str:
    """Return ``2026-05-12`` as ``12 May 2026`` in a translator's language; what is no date as it is."""
    found = date_of(value)
    if found is None:
        return value or ""
    _ = t.gettext
    # TRANSLATORS: the first day of a month: in French "1er {month} {year}"
    pattern = _("1 {month} {year}") if found.day == 1 else _("{day} {month} {year}")
    return pattern.format(day=found.day, month=_(MONTHS[found.month - 1]), year=found.year)


def long_day(value: str | None) -> str:
    """Return ``2026-05-12`` as ``12 May 2026`` in the language of the interface, for titles."""
    return day_in(_interface.translator, value)


def short_day(value: str | None) -> str:
    """Return ``2026-05-12`` as ``12/05/2026``, for lists and fields; what is no date as it is."""
    found = date_of(value)
    if found is None:
        return value or ""
    # TRANSLATORS: a date in figures: in German "{day}.{month}.{year}"
    return _("{day}/{month}/{year}").format(
        day=f"{found.day:02}", month=f"{found.month:02}", year=f"{found.year:04}"
    )


def day_and_month(value: str | None) -> str:
    """Return ``2026-05-12`` as ``12/05``, where the year goes without saying; what is no date as it is."""
    found = date_of(value)
    if found is None:
        return value or ""
    # TRANSLATORS: a date in figures without its year: in German "{day}.{month}."
    return _("{day}/{month}").format(day=f"{found.day:02}", month=f"{found.month:02}")


def short_moment(value: datetime) -> str:
    """Return a moment as ``12/05/2026 14:30``."""
    return f"{short_day(value.date().isoformat())} {value:%H:%M}"


def day_or_moment(value: str) -> str:
    """Return a day or a moment, by the clock on the wall, as people write it; what is neither as it is."""
    if "T" not in value:
        return short_day(value)
    try:
        return short_moment(datetime.fromisoformat(value.replace("Z", "+00:00")).astimezone())
    except ValueError:
        return value


def date_of(value: str | None) -> date | None:
    """Return the date that a text begins with as it is kept, ``2026-05-12``; None where it is none."""
    try:
        return datetime.fromisoformat(value).date() if value else None
    except ValueError:
        return None
