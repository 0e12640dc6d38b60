"""Names of countries for the codes that people type: a report says Portugal where a review says PT."""

from __future__ import annotations

from peervisit.i18n import N_

COUNTRIES: dict[str, str] = {
    "AL": N_("Albania"),
    "AD": N_("Andorra"),
    "AM": N_("Armenia"),
    "AT": N_("Austria"),
    "AZ": N_("Azerbaijan"),
    "BE": N_("Belgium"),
    "BA": N_("Bosnia and Herzegovina"),
    "BG": N_("Bulgaria"),
    "CA": N_("Canada"),
    "HR": N_("Croatia"),
    "CY": N_("Cyprus"),
    "CZ": N_("Czechia"),
    "DK": N_("Denmark"),
    "EE": N_("Estonia"),
    "FI": N_("Finland"),
    "FR": N_("France"),
    "GE": N_("Georgia"),
    "DE": N_("Germany"),
    "GR": N_("Greece"),
    "HU": N_("Hungary"),
    "IS": N_("Iceland"),
    "IE": N_("Ireland"),
    "IT": N_("Italy"),
    "XK": N_("Kosovo"),
    "LV": N_("Latvia"),
    "LI": N_("Liechtenstein"),
    "LT": N_("Lithuania"),
    "LU": N_("Luxembourg"),
    "MT": N_("Malta"),
    "MD": N_("Moldova"),
    "MC": N_("Monaco"),
    "ME": N_("Montenegro"),
    "NL": N_("Netherlands"),
    "MK": N_("North Macedonia"),
    "NO": N_("Norway"),
    "PL": N_("Poland"),
    "PT": N_("Portugal"),
    "RO": N_("Romania"),
    "SM": N_("San Marino"),
    "RS": N_("Serbia"),
    "SK": N_("Slovakia"),
    "SI": N_("Slovenia"),
    "ES": N_("Spain"),
    "SE": N_("Sweden"),
    "CH": N_("Switzerland"),
    "TR": N_("Türkiye"),
    "UA": N_("Ukraine"),
    "GB": N_("United Kingdom"),
    "UK": N_("United Kingdom"),
    "US": N_("United States"),
}
"""Two letters of ISO 3166, and UK, to a name in English: the states of the Council of Europe, and a few."""


def name_of(words: str) -> str | None:
    """Return the English name of a country given by its two letters; None for any other words."""
    return COUNTRIES.get(words.strip().upper())
