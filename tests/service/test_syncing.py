"""What a sync says of files that it could not take in."""

from __future__ import annotations

from peervisit.service.syncing import SyncReport
from peervisit.sync.store_names import StoredFile
from peervisit.sync.store_state import Trouble
from peervisit.sync.syncing import Synced


def test_a_refused_file_is_named_once() -> None:
    """The reason of a refusal names the file; what is said of the sync does not name it again."""
    file = StoredFile("0123456789abcdef", f"1-{'a' * 32}.pvc")
    synced = Synced("folder", troubles=[Trouble(file, 1, f"{file.shown}: signed by nobody of the team")])

    report = SyncReport(synced)

    assert [(file.shown, "signed by nobody of the team")] == report.bad_files


def test_what_this_copy_could_not_put_there_is_not_told() -> None:
    """A full store keeps pieces of what was sent; it goes out again, and nobody has to do anything."""
    own, other = (StoredFile(device * 16, f"000001-{'a' * 32}.pvc") for device in "ab")
    synced = Synced("folder", troubles=[Trouble(own, 3, None), Trouble(other, 3, None)])
    report = SyncReport(synced, device=own.device)
    alone = SyncReport(Synced("folder", troubles=[Trouble(own, 3, None)]), device=own.device)

    assert [other.shown] == [file for file, _reason in report.bad_files]
    assert [True, False] == [report.needs_somebody, alone.needs_somebody]
