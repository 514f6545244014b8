"""The few pages that people see in a browser, all on one sheet; what they are given is escaped."""

from jinja2 import Environment, PackageLoader, StrictUndefined

_sheets = Environment(
    loader=PackageLoader("bot"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def draw(sheet: str, **values: object) -> str:
    """The page that `bot/templates` has under this name."""
    return _sheets.get_template(f"{sheet}.html").render(**values)


def say(title: str, text: str, *, link: str = "", to: str = "", mark: str = "") -> str:
    """A page that says one thing, and perhaps leads on; `mark` is "good" or "bad"."""
    return draw("say", title=title, text=text, link=link, to=to, mark=mark)
