"""Random histories of laptops: work, wrong clocks, copies by hand, backups, packs by any route."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from random import Random
from typing import Any
from unittest import mock

from peervisit.errors import RecordError
from peervisit.service import conflicts, levels, records, settling, steps
from peervisit.store import arrivals
from peervisit.store.change import Change
from tests.simulation.laptops import Laptop, all_have_all
from tests.simulation.oracle import Oracle, require, typed

INDICATORS = ("GG-AMB-1", "GG-AMB-2", "GG-AMB-3")
TEXTS = {
    "document": ("title", "author"),
    "evidence": ("statement", "remarks"),
    "conclusion": ("title", "text"),
}
CODES = {"document": ("AR-D01", "AR-D02"), "evidence": ("AR-E01", "AR-E02"), "conclusion": ("AR-C01",)}
"""Few, so that people meet on the same record."""

WORK = ("edit",) * 8 + (
    "add",
    "link",
    "link",
    "remove",
    "restore",
    "settle",
    "settle",
    "undo",
    "undo",
    "redo",
    "seal",
)
LIFE = ("clock", "reopen", "copy", "back up", "restore backup", "submit", "meet", "pack", "pack", "pack")


class History:
    """One history; everything in it follows from the seed."""

    def __init__(self, seed: int, laptops: int = 3, *, few_records: bool = True) -> None:
        self.random = Random(seed)
        self.oracle = Oracle()
        self.laptops = [
            Laptop(number, self.random, self.oracle, newer=self.random.random() < 0.3)
            for number in range(laptops)
        ]
        self.packs: list[list[Change]] = []
        self.few_records = few_records
        self._said = 0

    def run(self, length: int, *, check_every: int = 25) -> None:
        """Let so many things happen, and bring everybody together in the end."""
        with mock.patch.object(arrivals, "BATCH", self.random.choice((2, 7, 5000))):
            self._live(length, check_every)
            self.end()

    def _live(self, length: int, check_every: int) -> None:
        for number in range(1, length + 1):
            laptop = self.random.choice(self.laptops)
            laptop.watch.jump(self.random.random() / 1000)
            self.step(laptop)
            if number % check_every == 0:
                self.check(self.random.choice(self.laptops))

    def day(self, changes: int) -> None:
        """Let everybody write so many changes, and meet now and then by packs, whole or in part."""
        for part in range(4):
            for laptop in self.random.sample(self.laptops, len(self.laptops)):
                laptop.watch.jump(self.random.choice((0.1, 0.1, 0.1, -400, 400)))
                self._write_many(laptop, changes // 4 + 1)
                for _number in range(5):
                    self._edit(laptop)
                if part == 3:
                    pack = self.random.choice(self.laptops).pack()
                    kept = self.random.choice((1.0, 0.5, 0.1))
                    laptop.take([one for one in pack if self.random.random() < kept])
            self._remove(self.random.choice(self.laptops))
            self._undo(self.random.choice(self.laptops))

    def gather(self) -> None:
        """Bring everything together on one laptop and hand it to all."""
        first, *others = self.random.sample(self.laptops, len(self.laptops))
        for other in others:
            first.take(self.shuffled(other.pack()))
        everything = first.pack()
        for other in others:
            other.take(self.shuffled(everything))
        all_have_all(self.laptops, self.oracle)

    def _write_many(self, laptop: Laptop, changes: int) -> None:
        """Write evidence: half of it new, half of it on records that others know too."""
        count = 0
        while count < changes:
            self._said += 1
            shared = self.random.random() < 0.5
            code = (
                f"AR-E{self.random.randrange(100, 1000)}"
                if shared
                else f"{laptop.member}-E{1000 + self._said}"
            )
            values = [
                ("statement", self.say()),
                ("remarks", self.say()),
                (f"indicators.{INDICATORS[0]}", "supports"),
            ]
            with laptop.review.transaction() as log:
                count += log.record("evidence", code, values)
        laptop.written()

    def step(self, laptop: Laptop) -> None:
        """Let one thing happen on a laptop."""
        what = self.random.choice(WORK if self.random.random() < 0.7 else LIFE)
        done: Callable[[Laptop], None] = getattr(self, "_" + what.replace(" ", "_"))
        done(laptop)

    def check(self, laptop: Laptop) -> None:
        """Check a copy in the middle of everything, and that digests tell contents apart."""
        laptop.check()
        other = self.random.choice(self.laptops)
        same = laptop.model.content() == other.model.content()
        require(same == (laptop.digest() == other.digest()), "a digest says something else than the contents")
        travelling = laptop.everything_said()
        require(not any(text in travelling for text in self.oracle.seals), "something sealed travels")

    def end(self) -> None:
        """Bring everybody together by packs in any order, and check everything."""
        for _round in range(2):
            for source in self.random.sample(self.laptops, len(self.laptops)):
                for target in self.random.sample(self.laptops, len(self.laptops)):
                    target.take(self.shuffled(source.pack()))
        all_have_all(self.laptops, self.oracle)
        for laptop in self.laptops:
            self.check(laptop)

    def shuffled(self, changes: Sequence[Change]) -> list[Change]:
        """Return changes in any order, some of them twice."""
        found = [*changes, *self.random.sample(list(changes), len(changes) // 10)]
        if self.random.random() < 0.5:
            self.random.shuffle(found)
        return found

    # Work

    def say(self) -> str:
        """Return a text that nobody has written yet, or one that somebody may have."""
        if self.random.random() < 0.2:
            return self.random.choice(("yes", "no"))
        self._said += 1
        return f"said {self._said}"

    def _record(self, laptop: Laptop) -> tuple[str, str] | None:
        kind = self.random.choice(list(CODES))
        there = list(laptop.review.rows(kind))
        if self.few_records:
            there = [code for code in there if code in CODES[kind]] or there[:2]
        return (kind, self.random.choice(there)) if there else None

    def _add(self, laptop: Laptop) -> None:
        kind = self.random.choice(list(CODES))
        code = self.random.choice(CODES[kind]) if self.few_records else None
        text = self.say()
        with suppress(RecordError):
            # Taken already, by a record that is there or was deleted.
            records.add(laptop.review, kind, {TEXTS[kind][0]: text}, code=code)
        laptop.written()

    def _edit(self, laptop: Laptop) -> None:
        if laptop.newer and self.random.random() < 0.15:
            self._edit_as_newer(laptop)
            return
        found = self._record(laptop)
        if found is None:
            self._add(laptop)
            return
        kind, code = found
        names = self.random.sample(TEXTS[kind], self.random.choice((1, 1, 2)))
        values = {name: self.say() for name in names}
        before = {name: laptop.model.top((kind, code, name)) for name in names}
        replaced = {name: self._shown_heads(laptop, (kind, code, name)) for name in names}
        records.edit(laptop.review, kind, code, dict(values))
        wrote = {one.name: one for one in laptop.written()}
        for name, value in values.items():
            shown = before[name]
            if shown is not None and shown.value == value:
                require(name not in wrote, "the same value again was written")
                continue
            require(name in wrote and wrote[name].value == value, "what was typed was not written")
            require(
                wrote[name].parents == replaced[name], "an edit replaces something else than what was shown"
            )
            top = laptop.model.top((kind, code, name))
            require(top is not None and top.value == value, "what was typed is not shown")

    def _shown_heads(self, laptop: Laptop, place: tuple[str, str, str]) -> frozenset[tuple[str, int]]:
        top = laptop.model.top(place)
        if top is None:
            return frozenset()
        same = [one for one in laptop.model.heads[place].values() if typed(one.value) == typed(top.value)]
        return frozenset(one.key for one in same)

    def _edit_as_newer(self, laptop: Laptop) -> None:
        kind, code, name = self.random.choice(
            (
                ("hologram", "H1", "depth"),
                ("conclusion", "AR-C01", "hologram"),
                ("hologram", "H1", "unknown.a"),
            )
        )
        with laptop.review.transaction() as log:
            log.record(kind, code, [(name, self.random.choice((3.5, 3, "3", None)))])
        laptop.written()

    def _link(self, laptop: Laptop) -> None:
        found = self._record(laptop)
        if found is None or found[0] == "document":
            return
        kind, code = found
        item = self.random.choice(INDICATORS)
        value = self.random.choice(("supports", "contradicts")) if kind == "evidence" else None
        with suppress(RecordError):
            if self.random.random() < 0.3:
                records.unlink(laptop.review, kind, code, "indicators", item)
            else:
                records.link(laptop.review, kind, code, "indicators", item, value)
        laptop.written()

    def _remove(self, laptop: Laptop) -> None:
        found = self._record(laptop)
        if found is not None:
            records.remove(laptop.review, *found)
            laptop.written()
            require(laptop.model.state(found)[0] is None, "what was deleted is still in sight")

    def _restore(self, laptop: Laptop) -> None:
        gone = [name for name in laptop.model.fields_of if laptop.model.state(name)[0] is None]
        if gone:
            name = self.random.choice(sorted(gone))
            with laptop.review.transaction(f"restore {name[0]} {name[1]}") as log:
                log.restore(*name)
            laptop.written()
            require(laptop.model.state(name)[0] is not None, "what was brought back is not in sight")

    def _settle(self, laptop: Laptop) -> None:
        open_ones = conflicts.conflicts(laptop.review)
        if not open_ones:
            return
        if self.random.random() < 0.1:
            settling.settle_all(laptop.review, self.random.choice(settling.RULES), member=laptop.member)
            laptop.written()
            return
        one = self.random.choice(open_ones)
        value: Any = self.random.choice(one.versions).value
        if (
            one.grade == "same-field"
            and one.field in ("title", "statement", "text")
            and self.random.random() < 0.3
        ):
            value = self.say()
        conflicts.settle(laptop.review, *one.name, value)
        laptop.written()
        _shown, disputed = laptop.model.state((one.kind, one.code))
        require(one.field not in disputed, "what was settled is still in conflict")

    def _undo(self, laptop: Laptop) -> None:
        steps.undo(laptop.review)
        laptop.written()

    def _redo(self, laptop: Laptop) -> None:
        steps.undo(laptop.review, redo=True)
        laptop.written()

    # What happens to laptops

    def _seal(self, laptop: Laptop) -> None:
        text = f"sealed {self.random.getrandbits(40)} by {laptop.member}"
        indicator = self.random.choice(INDICATORS)
        if any(
            one.kind == "judgement" and one.author == laptop.member for one in self.oracle.written.values()
        ):
            return
        kept = levels.own(laptop.review, "judgement", laptop.member).values()
        self.oracle.seals -= {str(row.get("rationale")) for row in kept if row.get("indicator") == indicator}
        with suppress(RecordError):
            fields = {"level": "par", "rationale": text}
            levels.keep_sealed(laptop.review, "judgement", laptop.member, indicator, fields)
            self.oracle.seals.add(text)
        require(not laptop.written(), "something sealed is in the log")

    def _submit(self, laptop: Laptop) -> None:
        if self.random.random() < 0.3:
            with suppress(RecordError):
                levels.submit(laptop.review, "judgement", laptop.member)
            wrote = laptop.written()
            self.oracle.seals -= {str(one.value) for one in wrote}

    def _clock(self, laptop: Laptop) -> None:
        laptop.watch.jump(self.random.choice((-7300, -365, -1, -0.01, 0.01, 1, 365, 3650)))

    def _reopen(self, laptop: Laptop) -> None:
        laptop.reopen()

    def _copy(self, laptop: Laptop) -> None:
        """Put a copy of the file over another's, which had handed over what it held."""
        other = self.random.choice(self.laptops)
        if other is not laptop:
            self._hand_over(other, laptop)
            other.replace_file(laptop.connection, laptop.model)

    def _back_up(self, laptop: Laptop) -> None:
        laptop.back_up()

    def _restore_backup(self, laptop: Laptop) -> None:
        """Go back to an older state of the file, by hand or because something that syncs folders did."""
        others = [one for one in self.laptops if one is not laptop]
        if laptop.backups and others:
            self._hand_over(laptop, self.random.choice(others))
            laptop.replace_file(*self.random.choice(laptop.backups))

    def _hand_over(self, source: Laptop, target: Laptop) -> None:
        for text in [str(row[0]) for row in source.connection.execute("SELECT value FROM sealed")]:
            # What is sealed stays on a laptop, and goes with its file.
            self.oracle.seals.discard(text)
        target.take(source.pack())

    def _meet(self, laptop: Laptop) -> None:
        """Bring two copies together, settle what they disagree on, and hand that over."""
        other = self.random.choice(self.laptops)
        for source, target in ((laptop, other), (other, laptop)):
            target.take(self.shuffled(source.pack()))
        self._settle(laptop)
        other.take(laptop.pack())
        self.check(other)

    def _pack(self, laptop: Laptop) -> None:
        """Send everything, or a part; take in something that was sent, late, again, cut, in any order."""
        how = self.random.random()
        if not self.packs or how < 0.3:
            self.packs.append(laptop.pack())
        elif how < 0.6:
            # What was written last travels first, and the rest by another route.
            pack = sorted(self.random.choice(self.laptops).pack(), key=lambda one: one.clock)
            cut = self.random.randrange(len(pack) + 1)
            laptop.take(self.shuffled(pack[cut:]))
            self.check(laptop)
            laptop.take(self.shuffled(pack[:cut]))
            self.check(laptop)
        else:
            pack = self.random.choice(self.packs[-8:])
            kept = self.random.choice((1.0, 0.5, 0.1))
            laptop.take(self.shuffled([one for one in pack if self.random.random() < kept]))
