"""What the app remembers on this laptop: language, colours, keys, and the reviews opened of late."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

RECENT = 12


@dataclass
class Settings:
    """Settings in a config folder, and the list of recent reviews in a state folder."""

    config: Path
    state: Path
    data: Path
    values: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def load(cls, config: Path, state: Path, data: Path) -> Settings:
        """Return the settings in the folders; what cannot be read counts as not set."""
        return cls(config, state, data, _read(config / "settings.json"))

    @property
    def language(self) -> str | None:
        """Return the language somebody chose, or None."""
        value = self.values.get("language")
        return value if isinstance(value, str) else None

    @property
    def theme(self) -> str | None:
        """Return the theme somebody chose, or None."""
        value = self.values.get("theme")
        return value if isinstance(value, str) else None

    @property
    def still(self) -> bool:
        """Whether somebody chose that nothing on the screen moves."""
        return self.values.get("motion") == "none"

    @property
    def lock_after(self) -> int:
        """Return after how many minutes without a key the screen is locked; 0: never."""
        value = self.values.get("lock_after")
        return int(value) if isinstance(value, str) and value.isdecimal() and len(value) < 5 else 0

    @property
    def keys_file(self) -> Path:
        """Return where the keys are that somebody gave to commands; it need not be there."""
        return self.config / "keys.json"

    def choose(self, **values: str) -> None:
        """Remember choices; a folder that cannot be written only means that they are not remembered."""
        self.values |= values
        _write(self.config / "settings.json", self.values)

    def recent(self) -> list[Path]:
        """Return the reviews opened of late that are still there, newest first."""
        listed = _read(self.state / "recent.json").get("reviews")
        names = [one for one in listed if isinstance(one, str)] if isinstance(listed, list) else []
        return [Path(one) for one in names if changed_at(Path(one))]

    def opened(self, review: Path) -> None:
        """Put a review at the head of the recent ones."""
        first = review.resolve()
        kept = [first, *(one for one in self.recent() if one != first)][:RECENT]
        _write(self.state / "recent.json", {"reviews": [str(one) for one in kept]})


def changed_at(path: Path) -> float:
    """Return when a file was last changed, in seconds; 0 where nobody can tell or it is no file.

    After a crash, and while another window has the review open, what is newest lies in the log beside it.
    """
    with suppress(OSError, ValueError):
        return max(path.stat().st_mtime, _log_changed_at(path)) if path.is_file() else 0.0
    return 0.0


def _log_changed_at(path: Path) -> float:
    with suppress(OSError):
        log = path.with_name(f"{path.name}-wal").stat()
        return log.st_mtime if log.st_size else 0.0
    return 0.0


def _read(path: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError):
        found = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(found, dict):
            return found
    return {}


def _write(path: Path, values: Mapping[str, Any]) -> None:
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.part")
        beside.touch(mode=0o600)  # names of cities and of folders are nobody else's business
        # Escaped, so that a name in any encoding can be written and is found again.
        beside.write_text(json.dumps(values, indent=1), encoding="utf-8")
        beside.replace(path)
