"""The HTTP server: waitress, hardened against slow senders, stopped without losing a request."""

import socket
import threading
import time
from typing import TYPE_CHECKING, Any

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer

from bot.guard import LIMIT

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# Measured with tests/bench/slack.py at 64 at once: 16 answer quicker than 4 or 8, 32 no quicker.
THREADS = 16
CONNECTIONS = 800  # below the usual limit of 1,024 open files
SECONDS_TO_SEND = 20  # for one whole request


class Channel(HTTPChannel):
    """A connection whose request must arrive whole in time, however often a byte of it comes."""

    _began: float | None = None

    def received(self, data: bytes) -> bool:
        """Count the time from a request's first byte; waitress counts from its last."""
        taken = super().received(data)
        if self.request is None:
            self._began = None
        else:
            self._began = self._began or time.time()
            self.last_activity = self._began
        return bool(taken)


class Listener(TcpWSGIServer):
    """Waitress's listening socket, with our channels."""

    channel_class = Channel


class Server:
    """A threaded WSGI server that can be stopped without dropping what it has taken."""

    def __init__(
        self,
        web: "WSGIApplication",
        host: str,
        port: int,
        *,
        threads: int = THREADS,
        seconds_to_send: int = SECONDS_TO_SEND,
    ) -> None:
        # bound here: waitress would leave its pipes open where the port is taken
        listening = socket.create_server((host, port), family=_family(host), backlog=1024)
        limits = Adjustments(
            threads=threads,
            connection_limit=CONNECTIONS,
            channel_timeout=seconds_to_send,
            cleanup_interval=max(seconds_to_send // 4, 1),
            max_request_body_size=LIMIT,
            max_request_header_size=32 * 1024,
            asyncore_use_poll=True,
            ident=None,
        )
        about = (listening.family, listening.type, listening.proto, listening.getsockname())
        self._server = Listener(web, _sock=listening, adj=limits, sockinfo=about, bind_socket=False)
        self.port = int(self._server.effective_port)
        self._stopping = threading.Event()
        self._woken = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="web", daemon=True)

    def start(self) -> None:
        """Serve from now on, on threads of its own."""
        self._thread.start()

    def stop(self, seconds: float) -> bool:
        """Take no new connection, answer what has come; False when that took too long."""
        if not self._stopping.is_set():
            if self._thread.ident is None:  # never started
                self._thread.start()
            self._stopping.set()
            self._server.pull_trigger()
            self._woken.set()
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _serve(self) -> None:
        while not self._stopping.is_set():
            self._turn()
        self._server.del_channel()
        self._server.socket.close()
        while any(c.requests or c.total_outbufs_len for c in self._channels()):
            self._turn()
        self._server.task_dispatcher.shutdown(timeout=1)
        self._woken.wait()  # until nobody writes to the pipe that is closed now
        wasyncore.close_all(self._server._map)

    def _turn(self) -> None:
        wasyncore.loop(timeout=0.5, map=self._server._map, use_poll=True, count=1)

    def _channels(self) -> list[Any]:
        return list(self._server.active_channels.values())


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
