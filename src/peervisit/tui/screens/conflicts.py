"""What two copies disagree on, and settling it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container, Horizontal
from textual.widget import Widget

from peervisit.errors import PeervisitError
from peervisit.i18n import N_, _, ngettext
from peervisit.tui import conflict_text
from peervisit.tui.commands import Command
from peervisit.tui.commands.key_words import keyed
from peervisit.tui.screens.base import ReviewScreen
from peervisit.tui.widgets.detail import GAP, Block, Detail
from peervisit.tui.widgets.record_list import RecordList
from peervisit.tui.widgets.rows import Column, Item

if TYPE_CHECKING:
    from peervisit.service.conflicts import Conflict
    from peervisit.service.settling import Notice

TAKE_FIRST = Command(
    "conflict.take-first",
    "f",
    N_("Take first"),
    N_("Settle it with the version shown first."),
    "take(0)",
    True,
)
TAKE_SECOND = Command(
    "conflict.take-second", "s", N_("Take second"), N_("Settle it with the second version."), "take(1)", True
)
TAKE_THIRD = Command(
    "conflict.take-third", "t", N_("Take third"), N_("Settle it with the third version."), "take(2)"
)
MERGE = Command(
    "conflict.merge",
    "m",
    N_("Merge"),
    N_("Bring both texts together, look at it, change it, and settle with it."),
    footer=True,
)
WRITE = Command("conflict.write", "e", N_("Write"), N_("Settle it with something else."), footer=True)
ALL = Command(
    "conflict.all", "a", N_("All"), N_("Settle every conflict of this sort by one rule."), footer=True
)
LOOKED = Command(
    "conflict.looked", "d", N_("Looked"), N_("Say no more of what is only worth a look."), footer=True
)

COLUMNS = (
    Column(N_("Record"), 16),
    Column(N_("Field"), share=1),
    Column(N_("Conflict"), 20, from_width=70),
    Column(N_("By"), 12, role="muted"),
)
_RULES = {
    "newest": N_("what was written last"),
    "mine": N_("what I wrote"),
    "theirs": N_("what somebody else wrote"),
    "merge": N_("both together, where nothing contradicts"),
    "keep": N_("keep every record"),
    "delete": N_("delete every record"),
}


class ConflictsScreen(ReviewScreen):
    """Each disagreement with its versions side by side; nothing is decided by a clock."""

    PLACE: ClassVar[str] = "conflicts"
    USER_COMMANDS = (TAKE_FIRST, TAKE_SECOND, MERGE, WRITE, ALL, LOOKED, TAKE_THIRD)
    HELP = N_(
        "Two people changed the same field without having seen each other's change. Both versions are kept; "
        "the one shown in the screens is the newer. Words that the other version has not stand between ⟨ and "
        "⟩. Settle it with one of them, with both together, or with something else; undo opens it again."
    )
    DEFAULT_CSS = """
    ConflictsScreen .list { height: 1fr; max-height: 12; }
    ConflictsScreen .versions { height: 2fr; border-top: hkey $border-blurred; }
    ConflictsScreen .stacked { display: none; }
    ConflictsScreen .apart { height: 1fr; }
    ConflictsScreen .top { height: 5; border-bottom: hkey $border-blurred; }
    ConflictsScreen .apart > Horizontal { height: 1fr; }
    ConflictsScreen .right { border-left: vkey $border-blurred; }
    ConflictsScreen.-narrow .stacked { display: block; }
    ConflictsScreen.-narrow .apart { display: none; }
    ConflictsScreen.-narrow .list { max-height: 8; }
    """

    def body(self) -> Iterable[Widget]:
        """Make the list and the versions."""
        self.found: dict[str, Conflict] = {}
        self.noticed: dict[str, Notice] = {}
        self._typed: dict[str, str] = {}
        self.list = RecordList(
            COLUMNS,
            on_highlight=self._show,
            on_open=self._open,
            classes="list",
            empty=_("Nothing to settle.\nWhen two copies come together, what they disagree on stands here."),
        )
        self.detail = Detail(on_open=self.main.open_code, classes="stacked")
        self.top = Detail(on_open=self.main.open_code, classes="top")
        self.left, self.right = Detail(classes="left"), Detail(classes="right")
        yield self.list
        apart = Container(self.top, Horizontal(self.left, self.right), classes="apart")
        yield Container(self.detail, apart, classes="versions")

    def refresh_data(self) -> None:
        """Read the conflicts, and what is worth a look."""
        from peervisit.service.conflicts import conflicts
        from peervisit.service.settling import notices

        self.found = {" ".join(one.name): one for one in conflicts(self.review)}
        self.noticed = {f"look {one.kind} {one.code}": one for one in notices(self.review)}
        rows = [_item(key, one) for key, one in self.found.items()]
        if self.noticed:
            rows.append(Item("", (_("Worth a look"),), heading=True))
            rows += [_notice_item(key, one) for key, one in self.noticed.items()]
        self.list.show(rows)

    def note(self) -> str:
        """Say how many there are."""
        count = len(self.found)
        return ngettext("{n} conflict to settle", "{n} conflicts to settle", count).format(n=count)

    @property
    def one(self) -> Conflict | None:
        """The conflict under the cursor."""
        return self.found.get(self.list.code or "")

    def action_take(self, number: int) -> None:
        """Settle the conflict under the cursor with one of its versions."""
        from peervisit.service.conflicts import settle

        one = self.one
        if one is None:
            return
        if number >= len(one.versions):
            raise PeervisitError(_("there is no such version"))
        settle(self.review, *one.name, one.versions[number].value)
        self._settled(None)

    def action_merge(self) -> None:
        """Write on what both texts come to."""
        one = self.one
        if one is None:
            return
        combined = one.combined
        if combined is None:
            raise PeervisitError(_("not a long text; take one of its versions"))
        self._write(one, combined.text)

    def action_write(self) -> None:
        """Write something else, starting from the version shown first."""
        from peervisit.service.words import value_in_words

        one = self.one
        if one is None:
            return
        if one.grade != "same-field":
            raise PeervisitError(_("take one of the versions"))
        value = one.versions[0].value
        said = value_in_words(self.benchmark, one.kind, one.field, value)
        self._write(one, "" if value is None else said)

    def _write(self, one: Conflict, text: str) -> None:
        from peervisit.tui.screens.settle import SettleDialog

        key = " ".join(one.name)

        def done(typed: str | None) -> None:
            if typed is None:
                self._typed.pop(key, None)
                self._settled(None)
            elif typed != text:
                self._typed[key] = typed

        self.main.push_screen(SettleDialog(one, self._typed.get(key, text)), done)

    def action_all(self) -> None:
        """Settle every conflict of the sort under the cursor by one rule."""
        from peervisit.tui.options import Option
        from peervisit.tui.widgets.picker import Picker

        one = self.one
        if one is None:
            return
        grade = one.grade
        alike = [other for other in self.found.values() if other.grade == grade]
        rules = [rule for rule in _RULES if (rule in ("keep", "delete")) <= (grade == "edit-and-delete")]
        rules = [rule for rule in rules if rule != "merge" or grade == "same-field"]

        def done(chosen: dict[str, str] | None) -> None:
            if chosen:
                self._settle_all(next(iter(chosen)), grade)

        count = ngettext("Settle {n} conflict", "Settle {n} conflicts", len(alike)).format(n=len(alike))
        title = f"{count}: {_(conflict_text.GRADES[grade])}"
        self.main.push_screen(
            Picker(title, [Option(rule, _(_RULES[rule]), silent=True) for rule in rules]), done
        )

    def _settle_all(self, rule: str, grade: str) -> None:
        from peervisit.service.settling import settle_all

        done = settle_all(self.review, rule, member=self.member, grade=grade)
        self._settled(sum(one.reason is None for one in done))

    def action_looked(self) -> None:
        """Say no more of the notice under the cursor."""
        from peervisit.service.settling import looked_at

        one = self.noticed.get(self.list.code or "")
        if one is not None:
            looked_at(self.review, one)
            self.wrote()

    def _settled(self, count: int | None) -> None:
        self.wrote()
        words = (
            keyed(_("settled (<app.undo>: undo)"))
            if count is None
            else ngettext("{n} conflict settled", "{n} conflicts settled", count).format(n=count)
        )
        self.main.say(words)

    def _open(self, key: str) -> None:
        one = self.found.get(key) or self.noticed.get(key)
        if one is not None:
            self.main.open_code(one.code)

    def _show(self, key: str) -> None:
        top: Sequence[Block] = ()
        left: Sequence[Block] = ()
        right: Sequence[Block] = ()
        stacked: Sequence[Block] = ()
        if (one := self.found.get(key)) is not None:
            stacked = list(conflict_text.stacked(one, self._say))
            top, left = list(conflict_text.head(one, self._say)), list(conflict_text.side(one, 0, self._say))
            right = [
                block
                for number in range(1, len(one.versions))
                for block in (*conflict_text.side(one, number, self._say), GAP)
            ]
            rest = list(conflict_text.after(one))
            left = [*left, GAP, *rest] if rest else left
        elif (looked := self.noticed.get(key)) is not None:
            stacked = top = list(conflict_text.notice(looked, self._said(looked)))
        for view, blocks in (
            (self.detail, stacked),
            (self.top, top),
            (self.left, left),
            (self.right, right),
        ):
            view.show(blocks)

    def _say(self, kind: str, field: str, value: object) -> str:
        from peervisit.service.words import value_in_words

        return value_in_words(self.benchmark, kind, field, value)

    def _said(self, one: Notice) -> list[tuple[str, str]]:
        from peervisit.service.steps import field_in_words

        found = []
        for author, names in ((one.author, one.fields), (one.came_author, one.came_fields)):
            for name in names:
                heads = self.review.log.heads(one.kind, one.code, name)
                value = heads[0].value if heads else None
                found.append(
                    (f"{author or '?'}  {field_in_words(one.kind, name)}", self._say(one.kind, name, value))
                )
        return found


def _item(key: str, one: Conflict) -> Item:
    authors = " / ".join(version.author or "?" for version in one.versions)
    return Item(key, (one.code, one.title, _(conflict_text.GRADES[one.grade]), authors))


def _notice_item(key: str, one: Notice) -> Item:
    from peervisit.service.steps import field_in_words

    fields = ", ".join(field_in_words(one.kind, name) for name in (*one.fields, *one.came_fields))
    return Item(key, (one.code, fields, "", f"{one.author or '?'} / {one.came_author or '?'}"))
