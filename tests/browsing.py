"""A browser as far as consents need one: it keeps cookies, and reads forms and links of a page."""

import http.client
import re
from dataclasses import dataclass, field
from html import unescape
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

FORM = "application/x-www-form-urlencoded"


@dataclass
class Page:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: str

    @property
    def to(self) -> str:
        """Where it leads on to."""
        return self.headers.get("Location", "")

    @property
    def text(self) -> str:
        """What a person reads, in one line."""
        shown = re.sub(r"(?s)<style>.*?</style>|<title>.*?</title>", "", self.body)
        return " ".join(unescape(re.sub(r"<[^>]*>", " ", shown)).split())

    @property
    def link(self) -> str:
        """The address of the button that leads on."""
        return unescape(re.search(r'class="button first" href="([^"]+)"', self.body)[1])


@dataclass
class Browser:
    """One person's browser; every request goes to this port, whatever host it names."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, address: str, **headers: str) -> Page:
        return self._send("GET", address, headers=headers)

    def head(self, address: str) -> Page:
        return self._send("HEAD", address)

    def post(self, address: str, *, bare: bool = False, **fields: object) -> Page:
        """Submit a form; `bare` is one of another site, which brings no cookie along."""
        return self._send("POST", address, urlencode(fields, doseq=True), bare=bare)

    def _send(self, method, address, body=None, *, headers=None, bare=False) -> Page:
        parts = urlsplit(address)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        sent = {"Content-Type": FORM} if body is not None else {}
        if self.cookies and not bare:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, {**sent, **(headers or {})})
            answer = connection.getresponse()
            page = Page(answer.status, answer.headers, answer.read().decode())
        finally:
            connection.close()
        for line in page.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return page
