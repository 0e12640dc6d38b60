"""Killed while typing: whatever was shown as saved must be there afterwards, in a few hundred rounds.

``python perf/soak_note.py [ROUNDS [SEED]]`` types into the note of an interview through a pseudo-terminal,
kills the program at a random moment (SIGKILL, as a battery that is pulled), and reads the file. What the
screen had acknowledged by then (``saved``) must be the beginning of what is there, and what is there a
beginning of what was typed: nothing lost, nothing made up. Each round begins with what the one before left.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
import time
from pathlib import Path

from bench import large
from bench.terminal import OURS, Program, apart, forget_place

from peervisit.store.review_file import ReviewFile
from peervisit.tui.note_keeping import NoteKeeper

ROUNDS = 300
INTERVIEW = "KZ-N01"
WORDS = ("le", "comité", "siège", "en", "été", "«peu»", "de", "gens", "[viennent]", "#ga1", "—", "trop ?")
_STATE = re.compile(r"typing…|saved \d\d:\d\d:\d\d|NOT SAVED")


def begin(review: Path) -> Program:
    """Open the note of the interview."""
    program = Program(["-c", OURS, str(review)], (80, 24))
    program.wait_for("Aldermere, Norvania")
    program.settle(0.15)
    program.send(b"N:" + INTERVIEW.encode() + b"\r")
    program.settle(0.3)
    program.send(b"\r")
    program.settle(0.3)
    program.forget()
    return program


def one_round(review: Path, dice: random.Random) -> tuple[str, str, str]:
    """Type and kill; return what was acknowledged, what is there and what was typed, of this round."""
    before = held(review)
    program = begin(review)
    typed = acknowledged = ""
    end = time.perf_counter() + dice.uniform(0.3, 6.0)
    while time.perf_counter() < end:
        for letter in dice.choice(WORDS) + " ":
            program.send(letter.encode())
            typed += letter
            program.read(dice.uniform(0.0, 0.03))
        if dice.random() < 0.35:
            # Said to be saved after a pause in which no key was pressed: that is all that was typed.
            program.settle(0.1, 0.25)
            stop = min(end, time.perf_counter() + dice.uniform(0.2, 1.4))
            while time.perf_counter() < stop:
                program.read(0.02)
            states = _STATE.findall(program.text)
            if states and states[-1].startswith("saved"):
                acknowledged = typed
    program.kill()
    return before + acknowledged, held(review), before + typed


def held(review: Path) -> str:
    """Return the note as the app would offer it: the draft where there is one, else the record."""
    with ReviewFile.open(review, read_only=True) as opened:
        opened.log.author = opened.local("me")
        keeper = NoteKeeper(opened, INTERVIEW)
        draft = keeper.draft()
        return draft.text if draft is not None else keeper.base


def main(rounds: int = ROUNDS, seed: int = 1) -> int:
    """Run the rounds; 1 where anything acknowledged was lost, or anything never typed was found."""
    dice = random.Random(seed)
    lost = made_up = said = beyond = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        apart(folder)
        review = large.small(folder)
        for number in range(rounds):
            forget_place(folder)
            before = held(review)
            acknowledged, there, typed = one_round(review, dice)
            lost += not there.startswith(acknowledged)
            made_up += not typed.startswith(there)
            said += len(acknowledged) > len(before)
            beyond += len(there) - len(acknowledged)
            if not there.startswith(acknowledged) or not typed.startswith(there):
                sizes = f"{len(acknowledged)} acknowledged, {len(there)} there, {len(typed)} typed"
                print(f"round {number}: {sizes}")
    print(f"{rounds} kills while typing (seed {seed}), {said} after something was said to be saved: ", end="")
    print(f"lost of it {lost}, never typed {made_up}; {beyond} characters were kept beyond what was said")
    return int(bool(lost or made_up))


if __name__ == "__main__":
    sys.exit(main(*(int(one) for one in sys.argv[1:])))
