"""The people whom the team meets, or might meet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from peervisit.i18n import N_, _, long_day, ngettext, short_day
from peervisit.store.read import Row
from peervisit.tui.commands import Command
from peervisit.tui.commands.key_words import keyed
from peervisit.tui.levels import Styled
from peervisit.tui.screens.records import RECORDS, RecordsScreen, label_of, section, titled
from peervisit.tui.widgets.detail import Block
from peervisit.tui.widgets.rows import Column

WITHDRAW = Command(
    "people.withdraw",
    "w",
    N_("Withdraw"),
    N_("This person withdraws: void what only they said (R17); <app.undo> brings it back."),
    footer=True,
)


class PeopleScreen(RecordsScreen):
    """Stakeholders and interviewees, with what they said and how the report may point to them."""

    PLACE: ClassVar[str] = "people"
    KIND: ClassVar[str] = "stakeholder"
    HELP = N_("Who is met, and who might be. Names are kept apart and can be stripped.")
    EMPTY: ClassVar[str] = N_("Nobody yet.\n<records.add> adds somebody whom the team may meet.")
    SEARCHED: ClassVar[tuple[str, ...]] = ("name", "organisation", "language", "remarks")
    USER_COMMANDS: ClassVar[tuple[Command, ...]] = (*RECORDS, WITHDRAW)
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column(N_("Code"), 8, role="muted"),
        Column(N_("Role"), share=3),
        Column(N_("Group"), 18, from_width=60),
        Column(N_("Met"), 4),
        Column(N_("Attribution"), 16, from_width=90, role="muted"),
    )

    def read(self) -> dict[str, Row]:
        """Read the people, and in how many interviews each was."""
        run = self.review.connection.execute
        self.met = dict(run("SELECT item, count(*) FROM interview_stakeholders GROUP BY item").fetchall())
        return super().read()

    def cells(self, row: Row) -> tuple[Any, ...]:
        """Return code, role or name, group, whether met, attribution."""
        role = row["role"] or row["name"] or row["organisation"] or ""
        shown: str | Styled = role
        if row["withdrawn"]:
            shown = Styled(f"✗ {role} (" + _("withdrawn") + ")", "muted")
        met = self.met.get(row["code"], 0)
        return (
            row["code"],
            shown,
            label_of(row["group"]),
            Styled(str(met), "good") if met else Styled("–", "muted"),
            label_of(row["attribution"]) or _("review's rule"),
        )

    def blocks(self, row: Row) -> Iterable[Block]:
        """Yield who it is, what may be said of them, and what they said."""
        yield Block(row["role"] or row["code"], "strong")
        yield from titled(_("Name"), row["name"])
        yield from titled(_("Organisation"), row["organisation"])
        yield from titled(_("Group"), label_of(row["group"]))
        yield from titled(_("Governance level"), label_of(row["governance"]))
        yield from titled(_("Language"), row["language"])
        yield from titled(_("Consent"), label_of(row["consent"]))
        yield from titled(_("Attribution"), label_of(row["attribution"]) or _("review's rule"))
        if row["withdrawn"]:
            yield Block(_("Has withdrawn on {day}").format(day=long_day(row["withdrawn_on"]) or "?"), "bad")
        yield from titled(_("Contact"), row["contact"])
        yield from titled(_("Can tell about"), ", ".join(row["indicators"]))
        yield from titled(_("Team-only remarks"), row["remarks"])
        yield from section(_("Interviews"), self._interviews(row["code"]))
        yield from section(_("Said"), self._said(row["code"]))

    def _interviews(self, code: str) -> Iterable[Block]:
        for row in self.review.connection.execute(
            "SELECT n.code, s.title, s.day FROM interview_stakeholders AS p "
            "JOIN interview AS n ON n.code = p.interview LEFT JOIN slot AS s ON s.code = n.slot "
            "WHERE p.item = ? ORDER BY s.day, s.start",
            (code,),
        ):
            yield Block(
                f"{row[1] or ''} {short_day(row[2])}".strip() or row[0], label=f"{row[0]}  ", code=row[0]
            )

    def _said(self, code: str) -> Iterable[Block]:
        for row in self.review.connection.execute(
            "SELECT e.code, e.statement, e.withdrawn FROM evidence_stakeholders AS p "
            "JOIN evidence AS e ON e.code = p.evidence WHERE p.item = ? ORDER BY e.recorded_at, e.code",
            (code,),
        ):
            yield Block(row[1] or "", "muted" if row[2] else "", label=f"{row[0]}  ", code=row[0])

    def action_withdraw(self) -> None:
        """Void what only this person said."""
        from peervisit.service import people

        code = self.list.code
        if code is not None:
            voided = people.withdraw(self.review, code)
            self.wrote()
            self.main.say(
                keyed(
                    ngettext(
                        "{code} has withdrawn; {count} evidence item voided; <app.undo> brings back",
                        "{code} has withdrawn; {count} evidence items voided; <app.undo> brings back",
                        len(voided),
                    )
                ).format(code=code, count=len(voided))
            )
