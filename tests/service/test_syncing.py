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
