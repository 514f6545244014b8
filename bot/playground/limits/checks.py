"""The vocabulary of the limits: small checks of one value, put together into shapes."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

MODAL, HOME, MESSAGE = "modal", "home", "message"


@dataclass
class Report:
    """The problems found so far on one surface."""

    surface: str
    problems: list[str] = field(default_factory=list)

    def add(self, pointer: str, problem: str) -> None:
        """Write one problem down, with the place where it is."""
        self.problems.append(f"{problem} [json-pointer:{pointer}]")


Check = Callable[["Report", str, object], None]
Rule = Callable[[Report, str, dict[str, Any]], None]


def string(most: int, least: int = 1) -> Check:
    """A string of so many characters."""

    def check(report: Report, pointer: str, value: object) -> None:
        if not isinstance(value, str):
            report.add(pointer, "must be a string")
        elif len(value) > most:
            report.add(pointer, f"must be less than {most + 1} characters")
        elif len(value) < least:
            report.add(pointer, f"must be more than {least - 1} characters")

    return check


def matching(pattern: str, sort: str) -> Check:
    """A string of a certain form, said in words by `sort`."""
    compiled = re.compile(pattern)

    def check(report: Report, pointer: str, value: object) -> None:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            report.add(pointer, f"must be {sort}")

    return check


def whole(least: int, most: int) -> Check:
    """A whole number between two others."""

    def check(report: Report, pointer: str, value: object) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            report.add(pointer, "must be an integer")
        elif value > most:
            report.add(pointer, f"must be less than {most + 1}")
        elif value < least:
            report.add(pointer, f"must be greater than {least - 1}")

    return check


def boolean(report: Report, pointer: str, value: object) -> None:
    """True or false, and nothing that merely looks so."""
    if not isinstance(value, bool):
        report.add(pointer, "must be a boolean")


def one_of(*values: str) -> Check:
    """One of these words."""

    def check(report: Report, pointer: str, value: object) -> None:
        if value not in values:
            report.add(pointer, "must be a valid enum value")

    return check


def items(check_one: Check, most: int, least: int = 1) -> Check:
    """A list of so many of these."""

    def check(report: Report, pointer: str, value: object) -> None:
        if not isinstance(value, list):
            report.add(pointer, "must be an array")
            return
        if len(value) > most:
            report.add(pointer, f"no more than {most} items allowed")
        if len(value) < least:
            report.add(pointer, f"no fewer than {least} items allowed")
        for index, item in enumerate(value):
            check_one(report, f"{pointer}/{index}", item)

    return check


@dataclass(frozen=True)
class Shape:
    """An object with these fields and no others; its rules look at it once its fields are sound."""

    required: Mapping[str, Check]
    optional: Mapping[str, Check] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()

    def __call__(self, report: Report, pointer: str, value: object) -> None:
        """Check an object against this shape."""
        if not isinstance(value, dict):
            report.add(pointer, "must be an object")
            return
        before = len(report.problems)
        for name in self.required:
            if name not in value:
                report.add(pointer, f"missing required field: {name}")
        for name, inner in value.items():
            check = self.required.get(name) or self.optional.get(name)
            if check is None:
                report.add(pointer, f"invalid additional property: {name}")
            else:
                check(report, f"{pointer}/{name}", inner)
        if len(report.problems) == before:
            for rule in self.rules:
                rule(report, pointer, value)


def typed(shapes: Mapping[str, Check]) -> Check:
    """An object whose `type` says which of these shapes it has."""

    def check(report: Report, pointer: str, value: object) -> None:
        if not isinstance(value, dict):
            report.add(pointer, "must be an object")
        elif not isinstance(value.get("type"), str):
            report.add(pointer, "missing required field: type")
        elif value["type"] not in shapes:
            report.add(f"{pointer}/type", f"unsupported type: {value['type']}")
        else:
            shapes[value["type"]](report, pointer, value)

    return check


def kind(name: str, required: Mapping[str, Check], **optional: Check) -> Shape:
    """The shape of an object that says its own `type`."""
    return Shape({"type": one_of(name), **required}, optional)


def exactly_one(*names: str) -> Rule:
    """One of these fields, not none and not two."""

    def rule(report: Report, pointer: str, value: dict[str, Any]) -> None:
        if sum(name in value for name in names) != 1:
            report.add(pointer, f"exactly one of {', '.join(names)} is required")

    return rule


def at_least_one(*names: str) -> Rule:
    """One of these fields, or several."""

    def rule(report: Report, pointer: str, value: dict[str, Any]) -> None:
        if not any(name in value for name in names):
            report.add(pointer, f"at least one of {', '.join(names)} is required")

    return rule


def no_doubles(report: Report, pointers: Iterable[tuple[str, str]], what: str) -> None:
    """Report the second and later bearers of one name."""
    seen: set[str] = set()
    for pointer, name in pointers:
        if name in seen:
            report.add(pointer, f"{what} {name!r} is used more than once")
        seen.add(name)
