"""The title page."""

from __future__ import annotations

from peervisit.model.countries import name_of
from peervisit.model.disputed import disputed
from peervisit.report.outline import dates
from peervisit.report.outline.blocks import Cover
from peervisit.report.outline.scope import Scope


def title(s: Scope) -> str:
    """Return the title of the report: the city, or what there is without one."""
    return s.free(s.data.review.city) or s.t.gettext("City not named yet")


def kind(s: Scope) -> str:
    """Return what kind of report this is."""
    _ = s.t.gettext
    known = {
        "internal": _("Report of the internal assessment"),
        "follow-up": _("Report of the follow-up review"),
    }
    return known.get(s.data.review.mode or "", _("Report of the peer review visit"))


def status(s: Scope) -> str:
    """Return draft or final, in words."""
    _ = s.t.gettext
    return _("Final report") if s.final else _("Draft for factual check")


def edition(s: Scope) -> str:
    """Return for whom this edition is."""
    _ = s.t.gettext
    return _("Team edition: not to leave the team") if s.team else _("Edition for the host city")


def _provisional(s: Scope) -> str:
    if not disputed(s.data, s.who):
        return ""
    return s.t.gettext("Some of it is provisional, and marked: two copies of the review disagree on it.")


def country(s: Scope) -> str:
    """Return the country by its name, also where its code was typed."""
    typed = s.free(s.data.review.country)
    name = name_of(typed)
    return s.t.gettext(name) if name else typed


def cover(s: Scope) -> Cover:
    """Return the title page."""
    _ = s.t.gettext
    review, benchmark = s.data.review, s.data.benchmark
    city = title(s)
    until = s.day(review.factual_check_until)
    asked = ""
    if not s.final and until:
        asked = _("Corrections of fact are welcome until {day}; the levels are the team’s.").format(day=until)
    lines = (
        (_("Country"), country(s)),
        (_("Visit"), dates.days(s.t, review.starts_on, review.ends_on)),
        (_("Benchmark"), s.words(benchmark.title)),
        (_("Version of the benchmark"), review.benchmark_version or benchmark.version),
        (_("Version of the report"), s.free(review.version)),
        (_("Date of the draft"), s.day(review.draft_on)),
        (_("Edition"), edition(s)),
    )
    return Cover(
        kicker=kind(s),
        title=city,
        subtitle=s.free(review.theme) or s.words(benchmark.theme),
        status=status(s),
        lines=tuple((label, value) for label, value in lines if value),
        note=" ".join(part for part in (asked, _provisional(s)) if part),
    )
