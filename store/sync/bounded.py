"""Requests that end: to the hosts they are meant for, not for ever, and not without measure."""

import io
import logging
import socket
import threading
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import DecodeError, HTTPError, IncompleteRead, ProtocolError

PIECE = 64 * 1024
LOOPBACK = ("localhost", "127.0.0.1", "::1")
# At debug level these write codes, tokens and whole answers into the log.
TALKATIVE = ("requests_oauthlib", "oauthlib", "google.auth", "google.oauth2", "msal", "urllib3")
for _logger in map(logging.getLogger, TALKATIVE):
    _logger.setLevel(max(_logger.level, logging.INFO))


@dataclass(frozen=True)
class Limits:
    """Seconds to connect, to wait for the next byte and for the whole; and bytes, unpacked."""

    connect: float = 5
    read: float = 30
    seconds: float = 60
    size: int = 50 * 1024 * 1024


class TooSlow(requests.Timeout):
    """The answer was not complete in time."""


class TooLarge(requests.RequestException):
    """The answer was larger than anything that is expected."""


class CutOff(requests.RequestException):
    """The answer is shorter than it said, or was packed wrongly."""


def session(*addresses: str, limits: Limits = Limits()) -> requests.Session:
    """A session that reaches the hosts of these addresses only, and follows no redirect.

    Anywhere else it raises `requests.exceptions.InvalidSchema` before anything is sent.
    """
    made = requests.Session()
    made.adapters.clear()
    for address in addresses:
        made.mount(origin(address), Bounded(limits))
    # Proxies and certificates of the environment are for the world outside of this machine.
    made.trust_env = not all(urlsplit(address).hostname in LOOPBACK for address in addresses)
    made.headers.update({"User-Agent": "Roster (gzip)", "Accept-Encoding": "gzip"})
    return made


def origin(address: str) -> str:
    """Scheme, host and port, with the slash that keeps longer names of hosts out."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}/".lower()


class Bounded(HTTPAdapter):
    """Sends a request and reads its whole answer, within the limits."""

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self._limits = limits

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 (requests' signature)
        """Let the connections be watched."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = WATCHED

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:  # noqa: ANN401 (requests' signature)
        """Let those through a proxy be watched too."""
        manager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = WATCHED
        return manager

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,  # noqa: ARG002 (requests' signature)
        timeout: Any = None,  # noqa: ANN401, ARG002 (the same; ours is what counts)
        verify: Any = True,  # noqa: ANN401 (the same)
        cert: Any = None,  # noqa: ANN401 (the same)
        proxies: Any = None,  # noqa: ANN401 (the same)
    ) -> requests.Response:
        """The answer, complete, with a redirect taken out of it."""
        patience = (self._limits.connect, self._limits.read)
        with _Alarm(self._limits.seconds) as alarm:
            try:
                answer = super().send(request, True, patience, verify, cert, proxies)
                answer.raw = io.BytesIO(_read(answer.raw, self._limits.size))
            except (requests.ConnectionError, requests.Timeout, CutOff) as error:
                raise TooSlow() if alarm.rang else error from None
        if alarm.rang:
            raise TooSlow()
        answer.headers.pop("Location", None)
        return answer


def _read(raw: urllib3.BaseHTTPResponse, limit: int) -> bytes:
    """All bytes, unpacked; never much more than the limit at once."""
    kept = bytearray()
    try:
        while piece := raw.read1(PIECE, decode_content=True):
            kept += piece
            if len(kept) > limit:
                raise TooLarge()
    except DecodeError:
        raise CutOff() from None
    except ProtocolError as error:
        short = any(isinstance(reason, IncompleteRead) for reason in error.args)
        raise CutOff() if short else requests.ConnectionError() from None
    except HTTPError:
        raise requests.Timeout() from None
    finally:
        raw.close()
    return bytes(kept)


@dataclass
class _Alarm:
    """Cuts the connections of a request that takes too long, even if a byte comes now and then.

    The timeouts of a socket begin anew with every byte.
    """

    seconds: float
    rang: bool = False
    _over: bool = False
    _watched: list[socket.socket] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> "_Alarm":
        self._timer = threading.Timer(self.seconds, self._ring)
        self._timer.daemon = True
        self._timer.start()
        _current.alarm = self
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        _current.alarm = None
        self._timer.cancel()
        with self._lock:
            self._over = True

    def watch(self, connection: socket.socket) -> None:
        """Cut this connection too when it is time."""
        with self._lock:
            self._watched.append(connection)
            if self.rang:
                _cut(connection)

    def _ring(self) -> None:
        with self._lock:
            if not self._over:
                self.rang = True
                for connection in self._watched:
                    _cut(connection)


class _Current(threading.local):
    """The alarm of the request that this thread waits for."""

    alarm: _Alarm | None = None


_current = _Current()


def _cut(connection: socket.socket) -> None:
    try:
        # the plain method: that of a TLS socket would take its state away under the reader
        socket.socket.shutdown(connection, socket.SHUT_RDWR)
    except OSError:
        return  # it has ended by itself


def _watch(connection: socket.socket | None) -> None:
    if _current.alarm and connection:
        _current.alarm.watch(connection)


class _Connection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        made = super()._new_conn()
        _watch(made)
        return made

    def getresponse(self) -> Any:  # noqa: ANN401 (the pool's own business)
        _watch(self.sock)
        return super().getresponse()


class _SafeConnection(_Connection, HTTPSConnection):
    """The same: what stands above calls that of HTTPS here."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SafePool(HTTPSConnectionPool):
    ConnectionCls = _SafeConnection


WATCHED = {"http": _Pool, "https": _SafePool}
