"""A server that says exactly the bytes it is told to, and remembers what it was asked."""

import contextlib
import json
import socket
import ssl
import threading
from collections.abc import Iterator


class Saying:
    """`says` are the bytes of the next answers, the last one for ever; `drips` sends them one by
    one, so many seconds apart."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self._context = context
        self.says: list[bytes] = [answer({})]
        self.drips: float | None = None
        self.asked: list[str] = []
        self._over = threading.Event()
        self._server = socket.create_server(("127.0.0.1", 0))
        scheme = "https" if context else "http"
        self.url = f"{scheme}://localhost:{self._server.getsockname()[1]}"
        self._threads = [threading.Thread(target=self._serve)]
        self._threads[0].start()

    def stop(self) -> None:
        self._over.set()
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        for thread in self._threads:
            thread.join()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            self._threads.append(threading.Thread(target=self._talk, args=(connection,)))
            self._threads[-1].start()

    def _secured(self, connection: socket.socket) -> socket.socket:
        if self._context is None:
            return connection
        connection.settimeout(5)
        return self._context.wrap_socket(connection, server_side=True)

    def _talk(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), self._secured(connection) as connection:
            connection.settimeout(5)
            heard = b""
            while b"\r\n\r\n" not in heard:
                heard += connection.recv(65536)
            self.asked.append(heard.decode())
            said = self.says.pop(0) if len(self.says) > 1 else self.says[0]
            if self.drips is None:
                connection.sendall(said)
                return
            for byte in said:
                connection.sendall(bytes([byte]))
                if self._over.wait(self.drips):
                    return


@contextlib.contextmanager
def saying(context: ssl.SSLContext | None = None) -> Iterator[Saying]:
    server = Saying(context)
    try:
        yield server
    finally:
        server.stop()


def answer(content: object, status: int = 200, **headers: str) -> bytes:
    """The bytes of an answer; `content` may be bytes already."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    named = {"Content-Length": str(len(body)), "Connection": "close"}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status} so", *(f"{name}: {value}" for name, value in named.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body
