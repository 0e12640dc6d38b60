"""Writing papers beside the review from a screen, in the background, and saying where they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work

from peervisit.i18n import _, meant
from peervisit.locations import beside
from peervisit.tui.messages import ReportWritten

if TYPE_CHECKING:
    from peervisit.tui.screens.base import ReviewScreen

    Base = ReviewScreen
else:
    Base = object


@dataclass(frozen=True, slots=True)
class PaperLook:
    """For whom a paper is, in which language (empty: the review's), and on whose template."""

    edition: str = "team"
    language: str = ""
    template: Path | None = None


class Printing(Base):
    """What a screen needs that writes handouts, guides, programmes and evidence logs."""

    def print_paper(self, kind: str, *, slot: str = "", look: PaperLook | None = None) -> None:
        """Write a paper beside the review file; the screen says when it is there."""
        look = look or PaperLook()
        terms = self.review.rows("review").get("review") or {}
        language = look.language or meant(terms.get("language"))
        path = self.review.path
        target = beside(path, kind, slot.lower(), language, suffix=".docx")
        self.main.say(_("writing {file}…").format(file=target.name))
        self._print(path, kind, target, slot, replace(look, language=language))

    @work(thread=True, exclusive=True, exit_on_error=False, group="paper")
    def _print(self, review: Path, kind: str, target: Path, slot: str, look: PaperLook) -> None:
        from peervisit.service import papers

        try:
            written = papers.write_from_file(
                review,
                kind,
                target,
                slot=slot or None,
                edition=look.edition,
                language=look.language,
                template=look.template,
            )
            self.post_message(ReportWritten(target, written.lines, ""))
        except Exception as error:
            self.post_message(ReportWritten(target, [], self.main.failure_of(error)))

    def on_report_written(self, event: ReportWritten) -> None:
        """Say where the paper is, or why there is none."""
        if event.failure:
            self.main.say(event.failure, bad=True)
        else:
            self.main.say(_("written and checked: {file}").format(file=event.path.name))
