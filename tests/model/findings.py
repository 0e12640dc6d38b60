"""How the tests of the rules ask what one rule finds."""

from __future__ import annotations

from typing import Any

from peervisit.i18n import translator
from peervisit.model.data import ReviewData
from peervisit.model.fields import Record
from peervisit.model.rules import Finding, check, unmet
from tests.builders import a_review, override, with_records


def found(rule: str, *records: Record, **terms: Any) -> list[Finding]:
    """Return what one rule finds in a review that holds these records."""
    return [one for one in check(a_review(*records, **terms)) if one.rule == rule]


def codes(rule: str, *records: Record, **terms: Any) -> list[str]:
    """Return the codes of the records on which one rule finds something."""
    return [one.code for one in found(rule, *records, **terms)]


def texts(rule: str, *records: Record, **terms: Any) -> list[str]:
    """Return what one rule says in English."""
    return [one.text(translator("en")) for one in found(rule, *records, **terms)]


def assert_overridable(data: ReviewData, rule: str, subject: str) -> None:
    """Check that an override sets the rule aside for the record, and leaves the finding in sight."""
    assert any((one.rule, one.code) == (rule, subject) for one in unmet(check(data)))
    with_records(data, override(rule, subject))
    marked = [one for one in check(data) if (one.rule, one.code) == (rule, subject)]
    assert marked
    assert all(one.overridden == f"{rule}/{subject}" for one in marked)
    assert not [one for one in unmet(check(data)) if (one.rule, one.code) == (rule, subject)]
