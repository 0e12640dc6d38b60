"""Two themes of our own; every role reads at a contrast of 4.5 or more on every ground it stands on."""

from __future__ import annotations

from textual.theme import Theme

DEFAULT = "peervisit"

THEMES = (
    Theme(
        name="peervisit",
        primary="#8ab4f8",
        secondary="#a9b7d0",
        accent="#f0c674",
        foreground="#e4e6eb",
        background="#14171c",
        surface="#1a1e25",
        panel="#242a34",
        success="#7fd1a8",
        warning="#f0c674",
        error="#ff9d8a",
        dark=True,
        variables={
            "block-cursor-background": "#2f4a78",
            "block-cursor-foreground": "#ffffff",
            "block-cursor-text-style": "bold",
            "block-cursor-blurred-background": "#2a313d",
            "block-cursor-blurred-foreground": "#e4e6eb",
            "input-selection-background": "#3b5b92",
            "border": "#5f7399",
            "border-blurred": "#3a4252",
            "muted": "#a3adbd",
            "scrollbar": "#3a4252",
            "scrollbar-background": "#1a1e25",
        },
    ),
    Theme(
        name="high-contrast",
        primary="#6cc5ff",
        secondary="#ffffff",
        accent="#ffb000",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#101010",
        success="#6cc5ff",
        warning="#ffd84d",
        error="#ffb000",
        dark=True,
        variables={
            "block-cursor-background": "#ffffff",
            "block-cursor-foreground": "#000000",
            "block-cursor-text-style": "bold",
            "block-cursor-blurred-background": "#303030",
            "block-cursor-blurred-foreground": "#ffffff",
            "input-selection-background": "#0050a0",
            "border": "#ffffff",
            "border-blurred": "#a0a0a0",
            "muted": "#d0d0d0",
            "scrollbar": "#a0a0a0",
            "scrollbar-background": "#202020",
        },
    ),
)
"""The themes a person can choose; the high-contrast one keeps to blue and orange."""
