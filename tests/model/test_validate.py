"""What is acceptable for a record, what is made of it, and what a refusal repeats."""

from __future__ import annotations

import pytest

from peervisit.errors import RecordError
from peervisit.model.validate import shown_code, shown_field, validated, validated_change


@pytest.mark.parametrize(
    "code", ["AR-E14", "AR", "GG-AMB-1", "GG-AMB-1/AR/before", "review", "R03", "LANG", "2.1"]
)
def test_codes_are_repeated(code: str) -> None:
    """A refusal names the record that is meant."""
    assert code == shown_code(code)


@pytest.mark.parametrize(
    "typed", ["Aminata", "aminata", "Dupont-Durand", "Mrs Aminata Sow", "ÉLODIE", "x" * 50]
)
def test_names_are_not(typed: str) -> None:
    """A name that was typed where a code belongs is in no message."""
    assert "…" == shown_code(typed)


@pytest.mark.parametrize(("typed", "shown"), [("statment", "statment"), ("Aminata", "…"), ("a b", "…")])
def test_fields(typed: str, shown: str) -> None:
    """A misspelt field is named; words are not."""
    assert shown == shown_field(typed)


def test_cleaned_beside_a_broken_field() -> None:
    """A new value is cleaned although another field of the stored record is not acceptable."""
    broken = {"statement": "Said so.", "nature": "rumour"}

    changed = validated_change("evidence", "AR-E1", broken, {"page": "  e\u0301tage 3 \x07 "})

    assert {"page": "étage 3 ␇"} == changed


def test_refused_beside_a_broken_field() -> None:
    """What is wrong in the new value is refused although the stored record is broken too."""
    with pytest.raises(RecordError, match="channel"):
        validated_change("evidence", "AR-E1", {"nature": "rumour"}, {"channel": "telepathy"})


def test_no_message_repeats_a_text() -> None:
    """What somebody typed stays out of the refusal."""
    with pytest.raises(RecordError) as refused:
        validated("evidence", "Aminata", {"statement": "x", "Sow": "y"})

    assert "Aminata" not in str(refused.value)
    assert "Sow" not in str(refused.value)
