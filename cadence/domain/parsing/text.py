"""What people typed, made safe: the one door for text, whichever lane it comes by.

:func:`line` and :func:`body` clean what is stored; otherwise text is kept exactly as typed: no Unicode normalisation,
and emoji joiners and direction marks stay. :func:`shown`, :func:`width` and :func:`clip` are for putting stored text
on a terminal. Imported by the quick lane (50 ms in all), hence only :mod:`unicodedata` here, and :mod:`re` when needed.

Escape sequences: ECMA-48 5.4 (control sequences), 5.6 (control strings); cells: Unicode Annex 11 and Technical
Standard 51, as far as terminals agree on them.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from cadence.errors import BadValue

if TYPE_CHECKING:
    from collections.abc import Iterator

TITLE_MAX = 500
"""Characters in one line."""
BODY_MAX = 100_000
"""Characters in a text of several lines."""

# Whole sequences, introduced by ESC or by the C1 character of the same meaning. A control string that never ends loses
# only its introducer, so that a stray one doesn't swallow what follows; nothing here can look at a character twice.
_ESCAPES = (
    r"(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\n\r\x07\x1b\x80-\x9f]*(?:\x07|\x1b\\|\x9c)"
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|\x1b[ -/]*[0-~]?"
)
_BREAKS = "\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"
_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)])
_LINE = _CONTROLS | {ord(character): " " for character in _BREAKS}
_BODY = {code: gone for code, gone in _CONTROLS.items() if chr(code) not in "\n\t"}
_BODY_BREAKS = {ord(character): "\n" for character in "\v\f\r\x85"}
_SHOWN = (
    _LINE
    | dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
    | dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}")
)

_ZWJ = "\u200d"
_VS16 = "\ufe0f"
_INFORMATION_SOURCE = "\u2139"  # the one letter with an emoji form


def line(text: str, what: str = "title") -> str:
    """One line, at most :data:`TITLE_MAX` characters: breaks and tabs become one blank, outer blanks go.

    ``what`` names the text in messages. Raises :class:`BadValue` if nothing visible is left, if it is too long, or if
    it isn't valid UTF-8 (bytes that came through ``surrogateescape``).
    """
    _check_encoding(text, what)
    if not text.isprintable():
        text = _without_escapes(text)
        if any(character in text for character in _BREAKS):
            text = _joined(text)
        text = text.translate(_CONTROLS)
    text = text.strip()
    if not any(_visible(character) for character in text):
        raise BadValue(f"the {what} is empty", "say it in a few words")
    _check_length(text, what, TITLE_MAX)
    return text


def body(text: str, what: str = "text") -> str:
    r"""Text of any number of lines, possibly empty, at most :data:`BODY_MAX` characters; every break becomes ``\n``.

    Raises :class:`BadValue` if it is too long or not valid UTF-8.
    """
    _check_encoding(text, what)
    if not text.isprintable():
        text = _without_escapes(text).replace("\r\n", "\n").translate(_BODY_BREAKS).translate(_BODY)
    _check_length(text, what, BODY_MAX)
    return text


def link(typed: str) -> str:
    """An address that a browser opens, ``http`` or ``https``, as typed; raises :class:`BadValue` for any other."""
    address = line(typed, "link")
    scheme, slashes, rest = address.partition("://")
    if scheme.lower() not in {"http", "https"} or not slashes or not rest.strip("/") or " " in address:
        raise BadValue(f"'{clip(shown(address), 40)}' is not a link", "begin it with https://")
    return address


def shown(text: str) -> str:
    """``text`` fit for one line or cell of a terminal, whatever it holds and wherever it came from.

    Beyond what :func:`line` takes out, direction embeddings, overrides and isolates (U+202A to 202E, U+2066 to 2069)
    go, since they could reorder what stands beside the text; line and paragraph separators become blanks. Joiners
    and RLM/LRM stay. Never raises; the result is never stored.
    """
    if text.isprintable():
        return text
    return _without_escapes(text).translate(_SHOWN)


def width(text: str) -> int:
    """Terminal cells that ``text`` takes; control characters take none."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(_cells(cluster) for cluster in graphemes(text))


def clip(text: str, cells: int) -> str:
    """``text``, or as much of it as fits into ``cells`` cells with an ellipsis; never half a character."""
    if cells <= 0:
        return ""
    if width(text) <= cells:
        return text
    kept, room = "", cells - 1
    for cluster in graphemes(text):
        room -= _cells(cluster)
        if room < 0:
            break
        kept += cluster
    return kept.rstrip() + "…"


def initials(name: str) -> str:
    """One or two capitals for a name: those of its first and last word (``AL``); ``?`` if it has no letter."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum()]
    if not words:
        return "?"
    chosen = words[:1] if len(words) == 1 else [words[0], words[-1]]
    return "".join(next(graphemes(word)).upper() for word in chosen)


def graphemes(text: str) -> Iterator[str]:
    """The user-perceived characters of ``text``, as terminals group them; joined together they are ``text`` again."""
    start = 0
    for index in range(1, len(text)):
        if not _continues(text, start, index):
            yield text[start:index]
            start = index
    if text:
        yield text[start:]


def _continues(text: str, start: int, index: int) -> bool:
    """Whether the character at ``index`` belongs to the cluster that began at ``start``."""
    character = text[index]
    if character < "\u0300":
        return False
    if _zero(character):
        return True
    if "\U0001f3fb" <= character <= "\U0001f3ff":  # skin tones
        return text[start] > "\u2000"
    if text[index - 1] == _ZWJ:
        return index - 1 > start and character > "\u2000"
    return _regional(character) and index == start + 1 and _regional(text[start])


def _cells(cluster: str) -> int:
    """Cells of one cluster: 0, 1 or 2."""
    base = cluster[0]
    if _zero(base):
        return 0
    if unicodedata.east_asian_width(base) in "WF":
        return 2
    if len(cluster) == 1:
        return 1
    if _regional(base) and _regional(cluster[1]):
        return 2
    emoji = cluster[1] == _VS16 and (not base.isalpha() or base == _INFORMATION_SOURCE)
    return 2 if emoji else 1


def _zero(character: str) -> bool:
    """Whether a terminal gives the character no cell of its own."""
    if " " <= character < "\x7f":
        return False
    if "\u1160" <= character <= "\u11ff" or "\ud7b0" <= character <= "\ud7ff":
        return True  # the vowels and finals of composed Hangul
    if character == "\N{SOFT HYPHEN}":
        return False
    return unicodedata.category(character) in {"Mn", "Me", "Mc", "Cf", "Cc", "Zl", "Zp", "Cs"}


def _regional(character: str) -> bool:
    """Whether the character is half a flag."""
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _visible(character: str) -> bool:
    """Whether the character alone leaves something to read."""
    return character.isprintable() and not character.isspace() and not "\ufe00" <= character <= "\ufe0f"


def _joined(text: str) -> str:
    """One line out of several, each break with the blanks around it one blank."""
    parts = (part.strip(" ") for part in text.translate({ord(character): "\n" for character in _BREAKS}).split("\n"))
    return " ".join(part for part in parts if part)


def _without_escapes(text: str) -> str:
    """``text`` without escape sequences; no ESC and no C1 introducer is left."""
    if not any("\x80" <= character <= "\x9f" or character == "\x1b" for character in text):
        return text
    import re

    return re.sub(_ESCAPES, "", text)


def _check_encoding(text: str, what: str) -> None:
    """Refuse lone surrogates: they stand for bytes that were not UTF-8 and no database would take them."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise BadValue(f"the {what} is not valid UTF-8", "set the terminal or the file to UTF-8") from None


def _check_length(text: str, what: str, limit: int) -> None:
    if len(text) > limit:
        raise BadValue(f"the {what} has {len(text):,} characters and {limit:,} is the limit", "shorten it")


SENTENCE = 48
"""Cells of a title in a sentence."""
