"""The report in Word: an outline of what may be said, a kit that sets it, a proof of what was written."""

from __future__ import annotations

from peervisit.report.write import Written, write_report

__all__ = ["Written", "write_report"]
