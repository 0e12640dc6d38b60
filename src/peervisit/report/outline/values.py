"""What the placeholders of a template stand for: nothing that the edition may not say."""

from __future__ import annotations

from peervisit.model.attribution import Edition
from peervisit.model.data import ReviewData
from peervisit.model.people import Member
from peervisit.report.outline import dates
from peervisit.report.outline.cover import country, kind, status, title
from peervisit.report.outline.cover import edition as edition_of
from peervisit.report.outline.mandate import HOST_SIDE
from peervisit.report.outline.scope import Scope


def values(data: ReviewData, edition: Edition, language: str, *, final: bool = False) -> dict[str, str]:
    """Return the text of each placeholder, in the language of the report; empty where there is none."""
    s = Scope(data, edition, language, final)
    review, benchmark = data.review, data.benchmark
    team = [one for one in data.member.values() if not HOST_SIDE & set(one.roles)]
    return {
        "city": title(s),
        "country": country(s),
        "title": s.t.gettext("{kind}: {city}").format(kind=kind(s), city=title(s)),
        "kind": kind(s),
        "theme": s.free(review.theme) or s.words(benchmark.theme),
        "date": s.day(review.draft_on),
        "visit": dates.days(s.t, review.starts_on, review.ends_on),
        "edition": edition_of(s),
        "status": status(s),
        "version": s.free(review.version),
        "benchmark": s.words(benchmark.title),
        "team": ", ".join(_member(s, one) for one in team),
        "leader": ", ".join(_member(s, one) for one in team if "team-leader" in one.roles),
        "feedback": s.day(review.feedback_on),
        "deadline": s.day(review.factual_check_until),
    }


def _member(s: Scope, one: Member) -> str:
    name, city = s.text(one, "name") or one.code, s.free(one.city)
    return f"{name} ({city})" if city else name
