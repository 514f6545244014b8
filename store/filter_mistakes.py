"""Filter mistakes: what is wrong with a written filter as a whole, where, and what may be meant."""

import re

from lark import Token
from lark.exceptions import UnexpectedInput, UnexpectedToken

from store.errors import Mistake
from store.filter_values import quote, shown

DEPTH_LIMIT = 12
FIELD = re.compile(r"[A-Za-z]+:")
OPERATORS = ("AND", "OR", "NOT")
# Fields that take one value.
SINGLE = ("starts", "ends", "added", "favorite")
# What follows a field.
VALUES = {"VALUE", "QUOTED"}


def check_depth(signs: list[re.Match[str]]) -> None:
    """Raises Mistake where brackets stand in brackets too deep."""
    depth = 0
    for sign in signs:
        depth += {"(": 1, ")": -1}.get(sign[0], 0)
        if depth > DEPTH_LIMIT:
            reason = f"There are more than {DEPTH_LIMIT} brackets within each other."
            raise Mistake(reason, at=sign.start(), wrong="(")


def refuse_small(words: list[Token]) -> None:
    """Raises Mistake for an operator in small letters, which may be meant or searched for."""
    for word in words:
        if word.upper() in OPERATORS:
            large = word.upper()
            reason = f'Write {large} in capitals to join, or "{word}" in quotes to search for it.'
            raise _wrong(word, reason, large)


def refuse_signs(field: Token, values: list[Token]) -> None:
    """Raises Mistake for an operator or another field where only values can stand."""
    for place, value in enumerate(values):
        if value in OPERATORS:
            raise _no_value_after(field, value.start_pos or 0)
        if place and FIELD.match(value):
            other = shown(value.partition(":")[0] + ":")
            raise _wrong(value, f"Write a space in place of the comma before {other}.")


def twice(token: Token, field: str) -> Mistake:
    """A field that stands twice in one row."""
    one = "" if field in SINGLE else f"{field}:a,b for one of them, or "
    reason = f"{field}: stands twice in one row. Write {one}AND between for both."
    return _wrong(token, reason, f"AND {token}")


def told(text: str, problem: UnexpectedInput) -> Mistake:
    """What the grammar could not read, in words."""
    if not isinstance(problem, UnexpectedToken):
        return _open_quote(text, problem.pos_in_stream or 0)
    token, awaited = problem.token, problem.expected
    if token.type == "$END":
        return _too_early(text, awaited)
    if awaited and awaited <= VALUES:
        return _no_value(text, token)
    if token == ")" and text[: token.start_pos].rstrip().endswith("("):
        return _wrong(token, "There is nothing in the bracket.")
    if token == ")":
        return _wrong(token, "This bracket has nothing to close.")
    return _wrong(token, f"{shown(token)} joins two parts, and there is none before it.")


def _wrong(token: Token, reason: str, suggestion: str = "") -> Mistake:
    return Mistake(reason, at=token.start_pos or 0, wrong=str(token), suggestion=suggestion)


def _open_quote(text: str, at: int) -> Mistake:
    rest = text[at:]
    reason = f"The quote before {shown(rest[1:])} is never closed."
    return Mistake(reason, at=at, wrong=rest, suggestion=quote(rest[1:].strip()))


def _too_early(text: str, awaited: set[str]) -> Mistake:
    text = text.rstrip()
    last = re.split(r"[\s()]+", text)[-1]
    if awaited <= VALUES:
        return _no_value_after(last, len(text))
    if "RPAR" in awaited:
        return Mistake("A bracket is not closed.", at=len(text), suggestion=")")
    if text.endswith("("):
        return Mistake("There is nothing in the bracket.", at=len(text))
    return Mistake(f"Something has to follow {last}.", at=len(text))


def _no_value(text: str, token: Token) -> Mistake:
    at = token.start_pos or 0
    before = re.split(r"[\s()]+", text[:at].rstrip())[-1]
    if token == "(":
        return _wrong(token, f"A value of {shown(before)} needs quotes when it has brackets.")
    return _no_value_after(before, at)


def _no_value_after(before: str, at: int) -> Mistake:
    return Mistake(f"{shown(before)} needs a value after it.", at=at)
