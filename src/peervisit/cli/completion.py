"""Completion scripts for the shells, made from the commands themselves."""

from __future__ import annotations

from peervisit.cli.commands import every
from peervisit.cli.parsing import Command, Group


def script(shell: str) -> str:
    """Return the completion script of ``bash``, ``zsh`` or ``fish``."""
    return {"bash": _bash, "zsh": _zsh, "fish": _fish}[shell]()


def _below(command: Command | Group) -> list[Command]:
    return list(command.commands) if isinstance(command, Group) else []


def _options(command: Command) -> list[str]:
    return sorted(option for option in command.parser().options if option.startswith("--"))


def _words() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"": [command.name for command in every()]}
    for command in every():
        below = _below(command)
        found[command.name] = [one.name.rpartition(" ")[2] for one in below] or _options(command)  # type: ignore[arg-type]
        for one in below:
            found[one.name] = _options(one)
    return found


def _bash() -> str:
    cases = "\n".join(f'    "{name}") words="{" ".join(words)}" ;;' for name, words in _words().items())
    return f"""_peervisit() {{
  local cur="${{COMP_WORDS[COMP_CWORD]}}" first="${{COMP_WORDS[1]}}" second="${{COMP_WORDS[2]}}" key words
  key=""
  [ "$COMP_CWORD" -gt 1 ] && key="$first"
  [ "$COMP_CWORD" -gt 2 ] && key="$first $second"
  words=""
  case "$key" in
{cases}
    *) case "$first" in
{cases}
    esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur") $(compgen -f -- "$cur"))
}}
complete -o filenames -F _peervisit peervisit"""


def _zsh() -> str:
    return "autoload -U +X bashcompinit && bashcompinit\n" + _bash()


def _fish() -> str:
    lines = ["complete -c peervisit -n __fish_use_subcommand -a '" + " ".join(_words()[""]) + "'"]
    for name, words in _words().items():
        first, _space, second = name.partition(" ")
        if not first:
            continue
        seen = f"__fish_seen_subcommand_from {first}" + (
            f"; and __fish_seen_subcommand_from {second}" if second else ""
        )
        lines.append(f"complete -c peervisit -n '{seen}' -a '{' '.join(words)}'")
    return "\n".join(lines)
