"""What is printed beside the report: handout, interview guide, programme, evidence log."""

from __future__ import annotations

from peervisit.report.papers.evidence_log import evidence_log
from peervisit.report.papers.guide import guide
from peervisit.report.papers.handout import handout
from peervisit.report.papers.paper import values
from peervisit.report.papers.programme import programme

__all__ = ["evidence_log", "guide", "handout", "programme", "values"]
