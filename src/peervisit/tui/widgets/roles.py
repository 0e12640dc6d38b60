"""The roles in which text can stand, as styles: made from the theme at once, not by rules of a stylesheet.

Thirteen rules for each widget, matched again at every change of a class, were a fifth of the start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style
from textual.color import Color

if TYPE_CHECKING:
    from rich.color import Color as RichColor
    from textual.widget import Widget

    Base = Widget
else:
    Base = object

ROLES: dict[str, tuple[str, str]] = {
    "muted": ("muted", ""),
    "strong": ("", "bold"),
    "heading": ("primary", "bold"),
    "accent": ("accent", ""),
    "key": ("accent", "bold"),
    "low": ("error", ""),
    "mid": ("foreground", ""),
    "high": ("success", ""),
    "open": ("warning", ""),
    "good": ("success", ""),
    "bad": ("error", ""),
    "alarm": ("error", "bold"),
    "found": ("accent", "bold underline"),
}
"""Role to the colour of the theme and what it looks like besides."""
CURSORS = {"cursor": "block-cursor", "cursor-blurred": "block-cursor-blurred"}


class Roles(Base):
    """A widget that draws text in roles."""

    def role(self, name: str) -> Style:
        """Return the style of a role on the ground of the widget; without a name, its own."""
        made: dict[str, Style] = self.__dict__.setdefault("_role_styles", {})
        if name not in made:
            made[name] = self._role(name)
        return made[name]

    def _role(self, name: str) -> Style:
        if not name:
            return self.rich_style
        colours = self.app.theme_variables
        if name in CURSORS:
            ground = _rich(colours[f"{CURSORS[name]}-background"])
            text = _rich(colours[f"{CURSORS[name]}-foreground"])
            bold = name == "cursor" and "bold" in colours.get("block-cursor-text-style", "")
            return self.role("") + Style(color=text, bgcolor=ground, bold=bold)
        colour, look = ROLES[name]
        style = Style.parse(look) + Style(color=_rich(colours[colour]) if colour else None)
        return self.role("") + style

    def notify_style_update(self) -> None:
        """Make the styles anew when colours or classes change."""
        self.__dict__.pop("_role_styles", None)
        super().notify_style_update()


def _rich(colour: str) -> RichColor:
    return Color.parse(colour).rich_color
