r"""Filter text: the written form of a filter, read by a grammar of a few lines, and written.

    product:"Yoga 101" status:expired payment:paid,comped     one row: one membership, all of this
    product:yoga AND product:pilates                          two rows: somebody who has both
    status:expired OR (NOT product:any AND added:>2026-01-01) ann

Within quotes `\"` is a quote. Text without a field, a bracket or AND, OR, NOT is search words.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from lark import Lark, Token, Transformer_NonRecursive
from lark.exceptions import UnexpectedInput, VisitError

from store import filter_fields, filter_mistakes
from store.errors import Mistake as Mistake
from store.filter_fields import FIELDS
from store.filter_names import Names
from store.filter_values import Value, quote
from store.filters import EVERYBODY, And, Filter, Not, Or, Row, join_all, join_any, negate, rows_of
from store.text import SEARCH_LIMIT, clean, fold

# Characters of the stored form, and of what somebody writes, where names stand for numbers.
LIMIT = 1_500
TEXT_LIMIT = 3_000
# Databases and people lose their way in more than so many rows.
ROWS_LIMIT = 50

QUOTED = r'"(?:[^"\\]|\\.)*"|[“„”](?:[^“„”\\]|\\.)*[“”]'
OPERATOR = r"(?:AND|OR|NOT)(?![^\s()])"
FIELD = r"[^\W\d_][\w-]*:(?!\/\/)"
GRAMMAR = rf"""
?some: every (_OR every)*
?every: part (_AND? part)*
?part: row | _NOT part -> other | "(" some ")"
row: (term | WORD | QUOTED)+
term: FIELD (VALUE | QUOTED) (_COMMA (VALUE | QUOTED))*

_OR.2: /OR(?![^\s()])/
_AND.2: /AND(?![^\s()])/
_NOT.2: /NOT(?![^\s()])/
FIELD.2: /{FIELD}/
QUOTED.2: /{QUOTED}/s
_COMMA.2: ","
VALUE: /[^\s(),"“„”][^\s(),]*/
WORD: /(?!{OPERATOR})[^\s()"“„”][^\s()]*/
%ignore /\s+/
"""
PARSER = Lark(GRAMMAR, parser="lalr", start="some")
# The pieces of any text: quoted ones, signs of the language, and everything else.
PIECE = re.compile(
    rf'(?P<quoted>{QUOTED})|(?P<sign>[()]|{OPERATOR}|{FIELD})|[^\s()"“„”][^\s()]*|["“„”]', re.DOTALL
)


def parse(text: str, names: Names | None = None) -> Filter:
    """The filter that is written so; products and groups are named, or numbers such as #12.

    Raises Mistake.
    """
    if len(text) > TEXT_LIMIT:
        raise Mistake(f"A filter has at most {TEXT_LIMIT:,} characters.", at=TEXT_LIMIT)
    pieces = list(PIECE.finditer(text))
    signs = [piece for piece in pieces if piece["sign"]]
    if all(filter_fields.is_a_word(sign[0]) for sign in signs):
        return Row(search=_words([_plain(text, pieces)])[:SEARCH_LIMIT].rstrip())
    filter_mistakes.check_depth(signs)
    try:
        read: Filter = _Reader(names or Names()).transform(PARSER.parse(text))
    except UnexpectedInput as problem:
        raise filter_mistakes.told(text, problem) from problem
    except VisitError as problem:
        raise problem.orig_exc from problem
    return _limited(read)


def write(filter: Filter, names: Names | None = None) -> str:
    """The written form; without names, or where one is missing, products and groups are numbers."""
    return "" if filter == EVERYBODY else _written(filter, names or Names())


def check(filter: Filter) -> Filter:
    """The filter as it is read again once it is written: put together by hand or from a form, it
    may hold what makes no difference.

    Raises Mistake for a domain that is none, days that end before they begin, or too much of it.
    """
    return parse(write(_limited(filter)))


class _Reader(Transformer_NonRecursive[Token, Any]):
    """Makes the filter of what the grammar found, from the innermost part outwards."""

    def __init__(self, names: Names) -> None:
        super().__init__()
        self.names = names

    def term(self, found: list[Token]) -> tuple[Token, str, Any]:
        name = filter_fields.named(found[0], at=_at(found[0]))
        filter_mistakes.refuse_signs(found[0], found[1:])
        values = [Value(_unquoted(value), str(value), _at(value)) for value in found[1:]]
        return found[0], name, FIELDS[name].read(values, self.names)

    def row(self, found: list[Token | tuple[Token, str, Any]]) -> Row:
        given: dict[str, Any] = {}
        for token, name, asked in (one for one in found if isinstance(one, tuple)):
            if FIELDS[name].part in given:
                raise filter_mistakes.twice(token, name)
            given[FIELDS[name].part] = asked
        words = [one for one in found if isinstance(one, Token)]
        filter_mistakes.refuse_small(words)
        search = _words(map(_unquoted, words))
        if len(search) > SEARCH_LIMIT:
            reason = f"Search words have at most {SEARCH_LIMIT} characters."
            raise Mistake(reason, at=_at(words[0]), wrong=str(words[0]))
        return Row(search=search, **given)

    def other(self, found: list[Filter]) -> Filter:
        return negate(found[0])

    def every(self, found: list[Filter]) -> Filter:
        return join_all(*found)

    def some(self, found: list[Filter]) -> Filter:
        return join_any(*found)


def _limited(filter: Filter) -> Filter:
    """The same filter; raises Mistake for one that is too long to be kept."""
    if len(list(rows_of(filter))) > ROWS_LIMIT:
        raise Mistake(f"A filter has at most {ROWS_LIMIT} rows.", at=0)
    # As a page keeps it, where a quote takes more room.
    if len(json.dumps(write(filter), ensure_ascii=False)) > LIMIT:
        raise Mistake("This filter is too long to be kept. Please leave something out.", at=0)
    return filter


def _at(token: Token) -> int:
    return token.start_pos or 0


def _unquoted(written: str) -> str:
    """What is meant by a word: it may stand in quotes. A quote alone means nothing."""
    if written[:1] not in ('"', "“", "„", "”"):
        return str(written)
    return re.sub(r"\\(.)", r"\1", written[1:-1], flags=re.DOTALL)


def _plain(text: str, pieces: list[re.Match[str]]) -> str:
    """The text without its quotes."""
    ends = [0, *(piece.end() for piece in pieces)]
    return "".join(
        text[end : piece.start()] + _unquoted(piece[0])
        for end, piece in zip(ends, pieces, strict=False)
    )


def _words(texts: Iterable[str]) -> str:
    """Search words as a filter keeps them: each with something in it, one space between."""
    return " ".join(word for word in clean(" ".join(texts)).split() if fold(word))


def _written(filter: Filter, names: Names) -> str:
    match filter:
        case Row():
            return _written_row(filter, names)
        case Not(Row() as row):
            return f"NOT {_written_row(row, names)}"
        case Not(part):
            return f"NOT ({_written(part, names)})"
        case And(parts):
            written = (_written(part, names) for part in parts)
            # AND binds tighter.
            return " AND ".join(
                f"({text})" if isinstance(part, Or) else text
                for part, text in zip(parts, written, strict=True)
            )
        case Or(parts):
            return " OR ".join(_written(part, names) for part in parts)


def _written_row(row: Row, names: Names) -> str:
    terms = []
    for name, field in FIELDS.items():
        asked = getattr(row, field.part)
        if asked is not None and (values := field.write(asked, names)):
            terms.append(f"{name}:{','.join(values)}")
    words = [quote(word) for word in row.search.split()]
    return " ".join([*terms, *words]) or "status:all"
