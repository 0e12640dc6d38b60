"""The closed lists of the method: what is stored, and what people read.

Levels, tiers and context factors are not here: they belong to the benchmark.
"""

from __future__ import annotations

from typing import Literal

from peervisit.i18n import N_, _, date_of, long_day

Mode = Literal["peer-review", "internal", "follow-up"]
Role = Literal[
    "team-leader",
    "lead-expert",
    "peer",
    "rapporteur",
    "interpreter",
    "data-steward",
    "host-coordinator",
    "self-assessment-author",
]
Group = Literal[
    "elected-politician",
    "integration-unit",
    "municipal-department",
    "other-government",
    "public-service-provider",
    "civil-society",
    "migrant-organisation",
    "migrant-or-user",
    "business",
    "social-partner",
    "education-research",
    "faith-community",
    "media",
    "other",
]
Governance = Literal["local", "regional", "national", "european"]
Gender = Literal["woman", "man", "other"]
Degree = Literal["low", "medium", "high"]
Attribution = Literal["named", "role", "group", "background"]
Consent = Literal["not-asked", "given", "refused"]
DocumentType = Literal[
    "minutes",
    "annual-report",
    "monitoring-data",
    "press-release",
    "strategy",
    "legislation",
    "web-page",
    "other",
]
DocumentStatus = Literal["wanted", "promised", "received", "refused"]
SlotType = Literal["interview", "workshop", "focus-group", "site-visit", "debrief", "buffer"]
SlotStatus = Literal["planned", "confirmed", "done", "cancelled"]
QuestionStatus = Literal["open", "answered", "left-open", "dropped"]
Nature = Literal["fact", "figure", "opinion", "observation"]
Channel = Literal["heard", "read", "seen", "claimed"]
Direction = Literal["supports", "contradicts", "context"]
Round = Literal["before", "after"]
ConclusionType = Literal["strength", "challenge"]
RecommendationType = Literal["recommendation", "suggestion"]
Horizon = Literal["quick-win", "long-haul"]
Response = Literal["accepted", "partly", "rejected"]
ActionStatus = Literal["open", "closed-on-progress", "closed", "no-longer-applicable"]
CommentStatus = Literal["open", "accepted", "declined"]
ReportStatus = Literal["draft", "final"]
FormType = Literal["self-assessment", "desk-review", "comments", "response"]

LABELS: dict[str, str] = {
    "peer-review": N_("peer review visit"),
    "internal": N_("internal assessment"),
    "follow-up": N_("follow-up review"),
    "team-leader": N_("team leader"),
    "lead-expert": N_("lead expert"),
    "peer": N_("peer"),
    "rapporteur": N_("rapporteur"),
    "interpreter": N_("interpreter"),
    "data-steward": N_("data steward"),
    "host-coordinator": N_("host coordinator"),
    "self-assessment-author": N_("author of the self-assessment"),
    "elected-politician": N_("elected politician"),
    "integration-unit": N_("integration unit"),
    "municipal-department": N_("other municipal department"),
    "other-government": N_("other level of government"),
    "public-service-provider": N_("public service provider"),
    "civil-society": N_("civil society"),
    "migrant-organisation": N_("migrant organisation"),
    "migrant-or-user": N_("migrant or service user"),
    "business": N_("business or employer"),
    "social-partner": N_("social partner"),
    "education-research": N_("education or research"),
    "faith-community": N_("faith community"),
    "media": N_("media"),
    "other": N_("other"),
    "local": N_("local"),
    "regional": N_("regional"),
    "national": N_("national"),
    "european": N_("European"),
    "woman": N_("woman"),
    "man": N_("man"),
    "low": N_("low"),
    "medium": N_("medium"),
    "high": N_("high"),
    "named": N_("named"),
    "role": N_("by role"),
    "group": N_("by group"),
    "background": N_("background only"),
    "not-asked": N_("not asked yet"),
    "given": N_("given"),
    "refused": N_("refused"),
    "minutes": N_("minutes"),
    "annual-report": N_("annual report"),
    "monitoring-data": N_("monitoring data"),
    "press-release": N_("press release"),
    "strategy": N_("strategy"),
    "legislation": N_("legislation"),
    "web-page": N_("web page"),
    "wanted": N_("wanted"),
    "promised": N_("promised"),
    "received": N_("received"),
    "interview": N_("interview"),
    "workshop": N_("workshop"),
    "focus-group": N_("focus group"),
    "site-visit": N_("site visit"),
    "debrief": N_("debrief"),
    "buffer": N_("buffer"),
    "planned": N_("planned"),
    "confirmed": N_("confirmed"),
    "done": N_("done"),
    "cancelled": N_("cancelled"),
    "open": N_("open"),
    "answered": N_("answered"),
    "left-open": N_("left open"),
    "dropped": N_("dropped"),
    "fact": N_("fact"),
    "figure": N_("figure"),
    "opinion": N_("opinion"),
    "observation": N_("observation"),
    "heard": N_("heard"),
    "read": N_("read"),
    "seen": N_("seen"),
    "claimed": N_("claimed by the host"),
    "supports": N_("supports"),
    "contradicts": N_("contradicts"),
    "context": N_("context"),
    "before": N_("before discussion"),
    "after": N_("after discussion"),
    "strength": N_("strength"),
    "challenge": N_("challenge"),
    "recommendation": N_("recommendation"),
    "suggestion": N_("suggestion"),
    "quick-win": N_("quick win"),
    "long-haul": N_("long haul"),
    "accepted": N_("accepted"),
    "partly": N_("partly accepted"),
    "rejected": N_("rejected"),
    "closed-on-progress": N_("closed on progress"),
    "closed": N_("closed"),
    "no-longer-applicable": N_("no longer applicable"),
    "declined": N_("declined"),
    "draft": N_("draft for factual check"),
    "final": N_("final"),
    "self-assessment": N_("self-assessment"),
    "desk-review": N_("desk review"),
    "comments": N_("comments on the draft"),
    "response": N_("response to the recommendations"),
}
"""What each stored choice is called in English, for the catalogue."""


def code_in_words(code: str) -> str:
    """Return a code as people say it: ``GG-AMB-1 · AR · before``; that of a debrief as its day."""
    if date_of(code):
        return long_day(code)
    return " · ".join(_(LABELS.get(part, part)) for part in code.split("/"))
