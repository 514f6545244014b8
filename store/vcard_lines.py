"""Lines of a vCard: unfolded, decoded and taken apart, in whichever of its versions.

What libraries there are refuse a whole card for a photo that is cut off or one odd line, or write
the line into the log; most know one version only.
"""

import base64
import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from store import encodings
from store.errors import Unreadable

NAME = re.compile(r"(?:[\w-]+\.)?([A-Za-z0-9-]+)[;:]", re.ASCII)
HEAD = re.compile(r'(?:[^":]++|"[^"]*+"|"(?=[^"]*$))*+')
PARAMETERS = re.compile(r';((?:[^";]|"[^"]*")*)')
QUOTED_PRINTABLE, BASE64 = "QUOTED-PRINTABLE", ("B", "BASE64")
GROUP = re.compile(r"(?:X-ADDRESSBOOKSERVER-)?KIND:group", re.IGNORECASE)
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
NOT_PREFERRED = 101


@dataclass(frozen=True)
class Line:
    """What one line says: `types` in capitals, `preference` 1 for what is preferred to others."""

    name: str
    types: frozenset[str]
    preference: int
    value: str

    @property
    def text(self) -> str:
        """The value without the signs that protect others."""
        return plain(self.value)

    def parts(self, delimiters: str) -> list[str]:
        """The value cut at these signs where none protects them."""
        cut = re.findall(rf"((?:[^\\{delimiters}]|\\.)*)(?:[{delimiters}]|\\?\Z)", self.value, re.S)
        return [plain(part).strip() for part in cut]


def plain(value: str) -> str:
    r"""Without backslashes; `\n` is a new line."""
    return ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def is_group(lines: Iterable[str]) -> bool:
    """Whether the card is no person's, but names others that belong together."""
    return any(GROUP.fullmatch(line.strip()) for line in lines)


def read(lines: Iterable[str], wanted: frozenset[str]) -> Iterator[Line]:
    """The lines of a card with these names; raises Unreadable where one cannot be decoded."""
    for whole in _unfolded(lines, wanted):
        head = HEAD.match(whole)
        if head and whole[head.end() :][:1] == ":":
            yield _line(head[0], whole[head.end() + 1 :])


def _unfolded(lines: Iterable[str], wanted: frozenset[str]) -> Iterator[str]:
    """Each wanted line in one piece; of the others, photos for example, nothing is kept."""
    pieces: list[str] = []
    is_soft = False
    for line in lines:
        if is_soft or (line[:1] in (" ", "\t") and line.strip()):
            if pieces:
                pieces.append(line if is_soft else line[1:])
        elif line.strip():
            if pieces:
                yield "".join(pieces)
            name = NAME.match(line)
            pieces = [line] if name and name[1].upper() in wanted else []
        is_soft = bool(pieces) and line.endswith("=") and QUOTED_PRINTABLE in pieces[0].upper()
        if is_soft:
            pieces[-1] = pieces[-1][:-1]
    if pieces:
        yield "".join(pieces)


def _line(head: str, value: str) -> Line:
    name = head.partition(";")[0].rpartition(".")[2].upper()
    types: set[str] = set()
    told = {"ENCODING": "", "CHARSET": "", "PREF": ""}
    for parameter in PARAMETERS.findall(head):
        key, is_named, words = parameter.replace('"', "").upper().partition("=")
        if is_named and key != "TYPE":
            told[key.strip()] = words.strip()
        elif key.strip() == QUOTED_PRINTABLE or key.strip() in BASE64:
            told["ENCODING"] = key.strip()
        else:
            types.update(word.strip() for word in (words if is_named else key).split(","))
    number = told["PREF"]
    preference = int(number) if number.isdecimal() else 1 if "PREF" in types else NOT_PREFERRED
    decoded = _decoded(value, told["ENCODING"], told["CHARSET"])
    return Line(name, frozenset(types), preference, decoded)


def _decoded(value: str, encoding: str, charset: str) -> str:
    """The text of a value that is written in other signs."""
    try:
        if encoding == QUOTED_PRINTABLE:
            content = quopri.decodestring(value.encode(charset or "utf-8"))
        elif encoding in BASE64:
            content = base64.b64decode(value)
        else:
            return value
        return content.decode(charset or encodings.detect(content))
    except (ValueError, LookupError) as problem:
        raise Unreadable("A line of this card cannot be decoded.") from problem
