"""Commands that mean the same on every screen, in every list and in every form."""

from __future__ import annotations

from peervisit.i18n import N_
from peervisit.tui.commands.command import Command

HELP = Command(
    "app.help", "f1,question_mark", N_("Help"), N_("Show what can be done here."), "app.help", footer=True
)
PALETTE = Command(
    "app.palette", "ctrl+p", N_("Commands"), N_("Find any command by name."), "app.command_palette"
)
BACK = Command("app.back", "escape", N_("Back"), N_("Go back to where you came from."), "app.back")
JUMP = Command("app.jump", "colon,ctrl+g", N_("Go to code"), N_("Open a record by its code."), "app.jump")
UNDO = Command("app.undo", "u", N_("Undo"), N_("Take back the last thing done on this copy."), "app.undo")
REDO = Command("app.redo", "U", N_("Redo"), N_("Do again what was undone."), "app.redo")
REPEAT = Command(
    "app.repeat", "full_stop", N_("Again"), N_("Do the last thing again, to what is here."), "app.repeat"
)
QUIT = Command("app.quit", "ctrl+q,f10", N_("Quit"), N_("Close the review; everything is saved."), "app.quit")
SETTINGS = Command(
    "app.settings", "", N_("Settings"), N_("Language, colours, motion, and who you are."), "app.settings"
)
START = Command("app.start", "", N_("Other reviews"), N_("Go to the start screen."), "app.start")
CHECK_BACKUP = Command(
    "app.backup", "", N_("Back up now"), N_("Make a backup and prove that it opens."), "app.backup"
)
SYNC = Command(
    "app.sync", "", N_("Sync now"), N_("Bring this copy and the shared store together."), "app.sync"
)
COPIES = Command(
    "app.copies",
    "",
    N_("Who has a copy"),
    N_("See who has a copy of the review, and invite others."),
    "app.copies",
)
INVITE = Command(
    "app.invite",
    "",
    N_("Invite a teammate"),
    N_("Make an invitation: the whole review, locked."),
    "app.invite",
)
LOCK = Command(
    "app.lock",
    "f12",
    N_("Lock the screen"),
    N_("Blank the screen; what is typed is saved first."),
    "app.lock",
)

EVERYWHERE = (HELP, PALETTE, JUMP, QUIT, LOCK, SETTINGS, START, CHECK_BACKUP, SYNC, COPIES, INVITE)
REVIEW = (BACK, UNDO, REDO, REPEAT)

LIST = (
    Command("list.up", "up", N_("Up"), N_("Go one line up.")),
    Command("list.down", "down", N_("Down"), N_("Go one line down.")),
    Command("list.page-up", "pageup", N_("Page up"), N_("Go one page up.")),
    Command("list.page-down", "pagedown", N_("Page down"), N_("Go one page down.")),
    Command("list.first", "home", N_("First"), N_("Go to the first line.")),
    Command("list.last", "end", N_("Last"), N_("Go to the last line.")),
    Command("list.open", "enter", N_("Open"), N_("Open what is under the cursor."), footer=True),
)
MARK = Command("list.mark", "space", N_("Mark"), N_("Mark or unmark, to act on several at once."))
TREE = (
    Command("tree.fold", "left", N_("Fold"), N_("Fold this branch, or go to the one above.")),
    Command("tree.unfold", "right", N_("Unfold"), N_("Unfold this branch.")),
    Command("tree.fold-all", "minus", N_("Fold all"), N_("Fold every branch.")),
    Command("tree.unfold-all", "plus", N_("Unfold all"), N_("Unfold every branch.")),
)
FORM = (
    Command("form.save", "ctrl+s", N_("Save"), N_("Keep what is in the form."), footer=True),
    Command(
        "form.back", "escape", N_("Back"), N_("Go back; what was typed is kept as a draft."), footer=True
    ),
    Command(
        "form.revert",
        "ctrl+r",
        N_("Without the draft"),
        N_("Forget the draft and show what is saved."),
        footer=True,
    ),
    Command("form.next", "ctrl+n", N_("Next field"), N_("Go to the next field."), "app.focus_next"),
)
