"""The errors a person can meet, each one line that says what is wrong, where, and what to do.

No error message carries what somebody typed or the name of a person: codes, fields, file names and
line numbers only.
"""

from __future__ import annotations


class PeervisitError(Exception):
    """Something that was asked for cannot be done; nothing was changed."""


class ReviewFileError(PeervisitError):
    """The file cannot be used as a review file."""


class NotAReviewError(ReviewFileError):
    """The file exists and is not a review file."""


class NewerVersionError(ReviewFileError):
    """The file was written by a newer version of peervisit."""


class DamagedFileError(ReviewFileError):
    """The file fails SQLite's own check."""


class ReadOnlyFileError(ReviewFileError):
    """The file, or the folder it lies in, cannot be written to."""


class LockedFileError(ReviewFileError):
    """Another program holds the file."""


class PassphraseNeededError(ReviewFileError):
    """The file is locked with a passphrase that nobody gave."""


class WrongPassphraseError(ReviewFileError):
    """The file is locked with another passphrase than the one given."""


class MissingExtraError(PeervisitError):
    """What was asked for needs packages that are not installed; the message says which."""


class RecordError(PeervisitError):
    """A record, or one of its fields, is not acceptable."""


class UnknownCodeError(RecordError):
    """A code names no record, indicator, level or member of this review."""


class ImportLineError(RecordError):
    """A line of an import file is not acceptable."""

    def __init__(self, line: int, reason: str, text: str) -> None:
        super().__init__(text)
        self.line = line
        self.reason = reason


class BenchmarkError(PeervisitError):
    """A benchmark file is not acceptable."""


class ForkError(PeervisitError):
    """One session number arrived with two contents: two copies claim the same identity."""


class ReportError(PeervisitError):
    """A document that was written does not hold what the review holds."""


class TemplateError(PeervisitError):
    """A template for reports cannot be used."""


class ChangeFileError(PeervisitError):
    """A pack, an invitation or a file of a store cannot be taken in; nothing was."""


class OtherReviewError(ChangeFileError):
    """The file, or the store, belongs to another review."""


class CannotUnlockError(ChangeFileError):
    """The file is locked with a key that this copy does not have, or with another passphrase."""


class ForgedChangesError(ChangeFileError):
    """A section was altered, or signed by no copy that the team trusts."""


class AfterLeavingError(ForgedChangesError):
    """A section was signed by a copy of a member who had left the review before."""


class StoreError(PeervisitError):
    """A shared store cannot be reached, refuses, or is not the one it should be."""


class StoreAwayError(StoreError):
    """A shared store does not answer, or not now; the same may work later."""


class StoreSilentError(StoreAwayError):
    """A shared store took longer than anybody waits."""


class StoreLoginError(StoreError):
    """A shared store does not accept user or password, or nobody gave the password."""


class FormError(PeervisitError):
    """A Word file that came back cannot be read as one of ours."""
