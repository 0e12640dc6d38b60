"""peervisit: run a peer review visit between cities, from benchmark to Word report."""

__version__ = "0.1.0"
