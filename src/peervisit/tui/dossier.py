"""The dossier of one indicator: everything the review holds about it, in the order of reading."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from peervisit.i18n import N_, _, current, labelled, ngettext, short_day
from peervisit.model.benchmark import Benchmark, Indicator, in_language
from peervisit.service.visibility import visible
from peervisit.store import private
from peervisit.store.read import Row, natural
from peervisit.store.review_file import ReviewFile
from peervisit.tui.commands.key_words import keyed
from peervisit.tui.levels import level_role, level_text
from peervisit.tui.reading import choice
from peervisit.tui.widgets.detail import GAP, Block

DIRECTIONS = ("supports", "contradicts", "context")
SIGNS = {"supports": "+", "contradicts": "−", "context": "·"}
ROLES = {"supports": "good", "contradicts": "bad", "context": "muted"}


class Dossier:
    """Reads one indicator's dossier for one viewer, who sees no more than R09 allows."""

    def __init__(self, review: ReviewFile, benchmark: Benchmark, code: str, viewer: str | None) -> None:
        self._review, self._benchmark, self._viewer = review, benchmark, viewer
        self._one: Indicator = benchmark.by_id[code]
        self.code = code

    def everything(self) -> Iterator[Block]:
        """Yield the whole dossier in one column."""
        yield from self.statement()
        yield from self.levels()
        yield from self.judged()
        yield from self.evidence()
        yield from self.host()
        yield from self.desk()
        yield from self.follows()
        yield from self.guide()

    def left(self) -> Iterator[Block]:
        """Yield the left of two columns: what was judged, and why."""
        yield from self.statement()
        yield from self.levels()
        yield from self.judged()
        yield from self.host()
        yield from self.desk()
        yield from self.guide()

    def right(self) -> Iterator[Block]:
        """Yield the right of two columns: what it rests on, and what follows."""
        yield from self.evidence(first=True)
        yield from self.follows()

    # Parts

    def statement(self) -> Iterator[Block]:
        """Yield the statement and where it stands."""
        language = current()
        tiers = [in_language(self._benchmark.tiers_by_id[one].name, language) for one in self._one.tiers]
        yield Block(" › ".join(tiers), "muted", label=f"{self.code}  ", label_role="heading")
        if self._one.title:
            yield Block(in_language(self._one.title, language), "strong")
        yield Block(in_language(self._one.statement, language), "strong" if not self._one.title else "")

    def levels(self) -> Iterator[Block]:
        """Yield the levels side by side: team, self-assessment, first levels."""
        yield GAP
        team = self._value("consensus", "level")
        host = self._value("self_assessment", "level")
        yield self._level(_("Team"), team)
        yield self._level(_("Host"), host)
        shown = visible(self._review, "judgement", self.code, self._viewer)
        first = [row for row in shown.values() if row["level"]]
        for row in first:
            yield self._level(row["member"], row["level"], choice(row["round"]))
        own = self._own("judgement", f"{self.code}/{self._viewer}/before")
        if own and not any(row["member"] == self._viewer for row in first):
            yield self._level(str(self._viewer), str(own.get("level", "")), _("sealed: only you see it"))
        hidden = self._hidden("judgement", shown)
        if hidden:
            yield Block(hidden, "muted")

    def judged(self) -> Iterator[Block]:
        """Yield the consensus and its reasons, then each visible judgement's."""
        row = self._review.row("consensus", self.code)
        yield from _heading(_("Consensus"))
        if row is None:
            yield Block(_("Not agreed yet. a: agree on a level."), "muted")
        else:
            yield from _said((_("Why"), row["rationale"]), (_("Not assessed because"), row["reason"]))
            yield from _said(
                (_("Outweighed"), row["outweighed"]), (_("Since the desk review"), row["change"])
            )
            for member, opinion in row["dissent"].items():
                yield Block(
                    opinion,
                    label=labelled(_("Dissent of {member}").format(member=member)),
                    label_role="accent",
                )
            decided = " ".join(filter(None, [short_day(row["decided_on"]), ", ".join(row["decided_by"])]))
            yield from _said((_("Decided"), decided), (_("Team only"), row["remarks"]))
        own = self._own("judgement", f"{self.code}/{self._viewer}/before")
        if own.get("rationale"):
            yield Block(str(own["rationale"]), label=f"{self._viewer}: ", label_role="accent")
        for one in visible(self._review, "judgement", self.code, self._viewer).values():
            if one["rationale"]:
                yield Block(one["rationale"], label=f"{one['member']}: ", label_role="accent")

    def evidence(self, *, first: bool = False) -> Iterator[Block]:
        """Yield the evidence by direction."""
        rows = self._review.rows(
            "evidence", "code IN (SELECT evidence FROM evidence_indicators WHERE item = ?)", self.code
        )
        groups = self._groups()
        if not first:
            yield GAP
        live = [row for row in rows.values() if not row["withdrawn"]]
        words = ngettext("Evidence: {n} item", "Evidence: {n} items", len(live)).format(n=len(live))
        yield Block(words, "heading")
        if not rows:
            yield Block(keyed(_("None yet. <indicator.evidence>: add evidence on this indicator.")), "muted")
        for direction in DIRECTIONS:
            for code, row in rows.items():
                if (row["indicators"].get(self.code) or "context") == direction and not row["withdrawn"]:
                    yield from self._item(code, row, direction, groups)
        for code, row in rows.items():
            if row["withdrawn"]:
                yield Block(_("{code} withdrawn").format(code=code), "muted", 2, code=code)

    def host(self) -> Iterator[Block]:
        """Yield the self-assessment."""
        row = self._review.row("self_assessment", self.code)
        yield from _heading(_("Self-assessment"))
        if row is None:
            yield Block(
                keyed(_("Not answered yet. <indicator.self-assessment>: enter the host's answer.")), "muted"
            )
            return
        if row["no_data"]:
            yield Block(_("no data"), "open")
        yield from _said(
            ("", row["answer"]),
            (_("Responsible"), row["responsible"]),
            (_("Documents"), ", ".join(row["documents"])),
            (_("Known weaknesses"), row["weaknesses"]),
            (_("Asks the peers"), row["questions"]),
        )

    def desk(self) -> Iterator[Block]:
        """Yield the desk reviews that the viewer may see, one's own first."""
        rows = visible(self._review, "desk_review", self.code, self._viewer)
        own = self._own("desk_review", f"{self.code}/{self._viewer}")
        yield from _heading(_("Desk reviews"))
        shown: list[tuple[Row, str]] = [(row, "") for row in rows.values()]
        if own and not any(row["member"] == self._viewer for row in rows.values()):
            words = keyed(_("sealed: only you see it; <indicator.submit> hands it in"))
            shown.insert(0, (own, words))
        if not shown:
            yield Block(
                self._hidden("desk_review", rows)
                or keyed(_("None yet. <indicator.desk-review>: write yours.")),
                "muted",
            )
        for row, note in shown:
            yield self._level(str(row.get("member") or self._viewer), row.get("level"), note)
            yield from _said(
                (_("We know"), row.get("known")),
                (_("We don't know"), row.get("unknown")),
                (_("We suspect"), row.get("suspected")),
                (_("Ask"), row.get("questions")),
                (_("Meet"), row.get("meet")),
                (_("Documents wanted"), row.get("documents")),
                indent=2,
            )

    def follows(self) -> Iterator[Block]:
        """Yield what rests on this indicator, and what is still asked about it."""
        for kind, heading, field in (
            ("conclusion", _("Conclusions"), "title"),
            ("recommendation", _("Recommendations"), "title"),
            ("practice", _("Good practices"), "title"),
            ("context", _("Context"), "text"),
            ("question", _("Questions"), "text"),
        ):
            rows = self._review.connection.execute(
                f"SELECT r.code, r.[{field}] FROM [{kind}] AS r JOIN [{kind}_indicators] AS i "
                f"ON i.[{kind}] = r.code WHERE i.item = ?",
                (self.code,),
            ).fetchall()
            if rows:
                yield from _heading(heading)
            for code, text in sorted(rows, key=lambda row: natural(row[0])):
                yield Block(text or "", indent=2, label=f"{code} ", code=code)

    def guide(self) -> Iterator[Block]:
        """Yield the standard, the guiding questions and what to look for."""
        language = current()
        chapter = self._benchmark.tiers_by_id[self._one.tiers[0]]
        if chapter.standard:
            yield from _heading(_("Standard"))
            yield Block(in_language(chapter.standard, language))
        if self._one.why:
            yield from _heading(_("Why"))
            yield Block(in_language(self._one.why, language))
        for name, heading in (("questions", _("Guiding questions")), ("look_for", _("Look for"))):
            texts = self._one.listed(name, language)
            if texts:
                yield from _heading(heading)
            for text in texts:
                yield Block(text, label="• ", indent=1)
        source = ", ".join(str(value) for value in self._one.source.values() if value)
        if source:
            yield GAP
            yield Block(source, "muted")

    # Reading

    def _value(self, kind: str, field: str) -> str | None:
        row = self._review.connection.execute(
            f"SELECT [{field}] FROM [{kind}] WHERE code = ?", (self.code,)
        ).fetchone()
        return row[0] if row else None

    def _level(self, who: str, level: str | None, note: str = "") -> Block:
        text = level_text(self._benchmark, level)
        words = f"{text}  ({note})" if note else text
        return Block(words, level_role(self._benchmark, level), label=f"{who:<8}")

    def _own(self, kind: str, code: str) -> dict[str, Any]:
        if self._viewer is None:
            return {}
        return dict(private.sealed(self._review.connection, self._viewer, kind, code).get(code, {}))

    def _hidden(self, kind: str, shown: dict[str, Row]) -> str:
        there = self._review.connection.execute(
            f"SELECT count(*) FROM [{kind}] WHERE indicator = ?", (self.code,)
        ).fetchone()[0]
        count = there - len(shown)
        words = ngettext(
            "{n} colleague has submitted; you see it once you have submitted yours.",
            "{n} colleagues have submitted; you see them once you have submitted yours.",
            count,
        )
        return words.format(n=count) if count else ""

    def _groups(self) -> dict[str, str]:
        rows = self._review.connection.execute("SELECT code, [group], role FROM stakeholder")
        return {code: choice(group) or role or "" for code, group, role in rows}

    def _item(self, code: str, row: Row, direction: str, groups: dict[str, str]) -> Iterator[Block]:
        yield Block(
            row["statement"] or "",
            label=f"{SIGNS[direction]} ",
            label_role=ROLES[direction],
            code=code,
        )
        people = "; ".join(" ".join(filter(None, [who, groups.get(who, "")])) for who in row["stakeholders"])
        source = [code, choice(row["channel"]), people, row["document"], row["page"]]
        flags = [name for name in ("quote", "good_practice", "follow_up", "sensitive") if row[name]]
        said = [*(part for part in source if part), *(_FLAGS[name] for name in flags)]
        yield Block(" · ".join(_(part) for part in said), "muted", 2, code=code)


_FLAGS = {
    "quote": N_("quote"),
    "good_practice": N_("good practice"),
    "follow_up": N_("follow up"),
    "sensitive": N_("sensitive"),
}


def _heading(text: str) -> Iterator[Block]:
    yield GAP
    yield Block(text, "heading")


def _said(*parts: tuple[str, str | None], indent: int = 0) -> Iterator[Block]:
    for label, text in parts:
        if text:
            yield Block(text, label=labelled(label) if label else "", indent=indent)
