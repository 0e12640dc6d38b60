"""What can be done with the programme of the visit."""

from __future__ import annotations

from peervisit.i18n import N_
from peervisit.tui.commands.command import Command

PROGRAMME = (
    Command(
        "programme.begin",
        "b",
        N_("Begin"),
        N_("Begin the interview of this slot, or open its note."),
        footer=True,
    ),
    Command("programme.add", "n", N_("New"), N_("Add a slot after the one under the cursor."), footer=True),
    Command(
        "programme.edit", "e", N_("Edit"), N_("Change every field of the slot or question."), footer=True
    ),
    Command("programme.move", "m", N_("Move"), N_("Give the slot another time or day."), footer=True),
    Command(
        "programme.questions", "q", N_("Questions"), N_("Choose what is asked in this slot."), footer=True
    ),
    Command(
        "programme.swap",
        "w",
        N_("Swap"),
        N_("Who leads takes the notes, and the other way round."),
        footer=True,
    ),
    Command(
        "programme.fill",
        "i",
        N_("Fill"),
        N_("Make an interview of a buffer slot: people and questions that have no slot yet."),
    ),
    Command("programme.exchange", "s", N_("Change places"), N_("Let this slot and another change places.")),
    Command(
        "programme.cancel", "c", N_("Cancel"), N_("Cancel the slot, or plan it again; <app.undo> undoes.")
    ),
    Command("programme.choose-focus", "f", N_("Focus"), N_("Choose the focus indicators of the slot.")),
    Command("programme.choose-people", "p", N_("People"), N_("Choose who is met in the slot.")),
    Command(
        "programme.ask",
        "a",
        N_("Add question"),
        N_("Add a question, for this slot if one is under the cursor."),
    ),
    Command(
        "programme.guide", "g", N_("Guide"), N_("Write the guide for the interview of this slot, to print.")
    ),
    Command("programme.later", "plus", N_("Later"), N_("Move the slot 15 minutes later.")),
    Command("programme.earlier", "minus", N_("Earlier"), N_("Move the slot 15 minutes earlier.")),
    Command("programme.next-day", "greater_than_sign", N_("Next day"), N_("Move the slot to the next day.")),
    Command(
        "programme.day-before", "less_than_sign", N_("Day before"), N_("Move the slot to the day before.")
    ),
    Command(
        "programme.collect",
        "d",
        N_("From desk reviews"),
        N_("Make a question of each line that a submitted desk review asks."),
    ),
    Command(
        "programme.delete",
        "x,delete",
        N_("Delete"),
        N_("Delete the slot or question; <app.undo> brings it back."),
    ),
)
GRID = (
    Command("grid.up", "up,k", N_("Up"), N_("Go one slot up.")),
    Command("grid.down", "down,j", N_("Down"), N_("Go one slot down.")),
    Command("grid.left", "left,h", N_("Left"), N_("Go to the pair at the left.")),
    Command("grid.right", "right,l", N_("Right"), N_("Go to the pair at the right.")),
    Command("grid.page-up", "pageup", N_("Page up"), N_("Go one page up.")),
    Command("grid.page-down", "pagedown", N_("Page down"), N_("Go one page down.")),
    Command("grid.first", "home", N_("First"), N_("Go to the first slot.")),
    Command("grid.last", "end", N_("Last"), N_("Go to the last slot.")),
    Command("grid.open", "enter", N_("Open"), N_("Open what is under the cursor.")),
)
