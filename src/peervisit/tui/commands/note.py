"""What can be done in the note of an interview without leaving it."""

from __future__ import annotations

from peervisit.i18n import N_
from peervisit.tui.commands.command import Command

NOTE = (
    Command(
        "note.take",
        "ctrl+n",
        N_("Evidence item"),
        N_("Take the line of the cursor, or what is selected, as evidence."),
        footer=True,
    ),
    Command(
        "note.link",
        "ctrl+l",
        N_("Link"),
        N_("Link the evidence of this line, or else the last, to an indicator."),
        footer=True,
    ),
    Command(
        "note.about",
        "ctrl+b",
        N_("About it"),
        N_("One key more: nature, direction, speaker, quote, flags, document promised, closing."),
        footer=True,
    ),
    Command("note.ask", "ctrl+o", N_("Ask"), N_("See what is still to ask, and tick it."), footer=True),
    Command(
        "note.stamp", "ctrl+t", N_("Time"), N_("Put the time at the beginning of the line."), footer=True
    ),
    Command("note.pane", "f8", N_("Side"), N_("Show or fold away what is known already."), footer=True),
    Command("note.remark", "ctrl+r", N_("Remark"), N_("Write a remark that only the team ever sees.")),
    Command("note.save", "ctrl+s", N_("Save"), N_("Keep the note as an entry now; it is saved anyway.")),
    Command("note.speaker", "", N_("Speaker"), N_("Say who is speaking: new evidence is theirs.")),
    Command("note.promise", "", N_("Document promised"), N_("Keep that a document was promised.")),
    Command("note.messages", "", N_("Key messages"), N_("Write the three or four things to remember.")),
    Command("note.swap", "", N_("Swap roles"), N_("Who leads takes the notes, and the other way round.")),
    Command("note.close", "", N_("Close the interview"), N_("Sort what is left and confirm the record.")),
    Command("note.take-back", "", N_("Take back"), N_("Undo the last action; ctrl+z undoes typing.")),
)
