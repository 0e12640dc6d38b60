"""What is pasted is text, whatever it holds and however the terminal cuts it up."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from peervisit.store import private
from peervisit.store.review_file import ReviewFile
from peervisit.tui.pasting import BEGIN, END, PICTURE, PasteParser, decoder


def _read(*parts: str) -> list[events.Event]:
    parser = PasteParser()
    return [event for part in parts for event in parser.feed(part)]  # type: ignore[misc]


def test_an_escape_in_a_paste_is_its_picture_and_no_key() -> None:
    """A colour, a function key and a lone escape within a paste stay in their place in it."""
    found = _read(f"a{BEGIN}one \x1b[31mred\x1b[24~ two \x1b{END}b")

    assert ["Key", "Paste", "Key"] == [type(event).__name__ for event in found]
    assert f"one {PICTURE}[31mred{PICTURE}[24~ two {PICTURE}" == found[1].text  # type: ignore[attr-defined]


def test_no_byte_ends_the_reading() -> None:
    """What a terminal of another encoding sends is read as the letters that it meant, in pieces too."""
    read = decoder("utf-8")()
    found = [read.decode(piece) for piece in (b"caf\xe9 d\xe9j\xc3", b"\xa0 \xff\x81\x9b", "✓".encode())]

    assert "café déjà ÿ\ufffd›✓" == "".join(found)


def test_keys_outside_are_keys() -> None:
    """Keys before and after a paste are what they were."""
    found = _read(f"\x1b[A{BEGIN}x{END}\x1b[24~")

    assert ["up", "f12"] == [event.key for event in found if isinstance(event, events.Key)]


@pytest.mark.parametrize(
    ("sent", "key"),
    [
        ("\x1b[963::115;5u", "ctrl+s"),  # Greek
        ("\x1b[1099::115;5u", "ctrl+s"),  # Cyrillic
        ("\x1b[1099::115;133u", "ctrl+s"),  # with Num Lock
        ("\x1b[97::113;5u", "ctrl+a"),  # French, where a stands in the place of q
        ("\x1b[224::48;7;64u", "ctrl+at"),  # AltGr
        ("\x1b[963::115;;963u", "\u03c3"),
        ("\x1b[97:65;2;65u", "A"),
        ("\x1b[115;5u", "ctrl+s"),
        ("\x1b[27u", "escape"),
    ],
)
def test_keys_with_ctrl_are_those_of_their_place(sent: str, key: str) -> None:
    """Where a keyboard has no Latin letters, ctrl and the key that is S elsewhere is ctrl+s."""
    assert [key] == [event.key for event in _read(sent) if isinstance(event, events.Key)]


@given(
    st.lists(
        st.sampled_from(["word", "\x1b", "\x1b[A", "é", "\n", "[201~", "\x1b[200~", "\x1b[20"]), max_size=8
    ),
    st.lists(st.integers(1, 40), max_size=6),
)
def test_a_paste_is_one_text_wherever_it_is_cut(pieces: list[str], cuts: list[int]) -> None:
    """However the terminal sends it in parts, a paste arrives once, whole and in order."""
    text = "".join(pieces).replace(END, "")
    sent = f"{BEGIN}{text}z{END}!"
    parts, place = [], 0
    for cut in cuts:
        parts.append(sent[place : place + cut])
        place += cut
    found = _read(*[part for part in [*parts, sent[place:]] if part])

    pasted = [event.text for event in found if isinstance(event, events.Paste)]
    assert [text.replace("\x1b", PICTURE) + "z"] == pasted
    assert ["!"] == [event.character for event in found if isinstance(event, events.Key)]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows hands over keys, not what a terminal sends")
def test_the_app_reads_a_paste_so(path: Path) -> None:
    """In a real terminal, text with escape characters stands in the form in its order."""
    from tests.tui.terminal import running

    with running(str(path)) as terminal:
        terminal.wait_for("Phase 0")
        terminal.press("E")
        terminal.wait_for("No money.")
        terminal.press("n")
        terminal.wait_for("New: evidence")
        terminal.press(f"{BEGIN}one \x1b[31mtwo {'word ' * 9}three{END}")
        terminal.wait_for("draft kept")
    with ReviewFile.open(path, read_only=True) as review:
        (draft,) = private.drafts(review.connection, "AR")

    assert f'"one {PICTURE}[31mtwo {"word " * 9}three"' == draft["value"].replace("\\u241b", PICTURE)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows hands over keys, not what a terminal sends")
def test_the_terminal_is_asked_for_the_place_of_keys(path: Path) -> None:
    """With a Cyrillic keyboard, ctrl and the key in the place of Q leaves the app."""
    from tests.tui.terminal import running

    with running(str(path)) as terminal:
        terminal.wait_for("Phase 0")
        terminal.press("\x1b[1081::113;5u")

        assert terminal.wait_for_end() == 0
