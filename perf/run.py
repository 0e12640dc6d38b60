"""Run every measurement in this folder and print what each says: ``python perf/run.py [NAME...]``."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def run(script: Path) -> bool:
    """Run one measurement in a process of its own; whether it ended well."""
    print(f"== {script.stem}", flush=True)
    environment = os.environ | {"PYTHONPATH": str(HERE.parent / "src")}
    return subprocess.run([sys.executable, str(script)], check=False, env=environment).returncode == 0


def main(names: list[str]) -> int:
    """Run the measurements named, or all."""
    scripts = [path for path in sorted(HERE.glob("*.py")) if path.stem not in ("run", "soak_note")]
    known = {path.stem for path in scripts}
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"no measurement {', '.join(unknown)}; there are {', '.join(sorted(known))}", file=sys.stderr)
        return 2
    failed = [path.stem for path in scripts if path.stem in (names or known) and not run(path)]
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
