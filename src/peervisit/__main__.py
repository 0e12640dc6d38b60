"""Run peervisit with ``python -m peervisit``."""

import sys

from peervisit.cli import main

if __name__ == "__main__":
    sys.exit(main())
