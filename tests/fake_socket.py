"""Slack's side of Socket Mode: a web socket that sends what a test wants and keeps what comes."""

import base64
import contextlib
import hashlib
import json
import queue
import socket
import struct
import threading
from typing import Any

MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # from RFC 6455
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


class FakeSocket:
    """Takes one connection, says hello, then sends envelopes and keeps the answers."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"ws://127.0.0.1:{self._listening.getsockname()[1]}/link"
        self.answers: queue.Queue[dict[str, Any]] = queue.Queue()
        self._connected = threading.Event()
        self._connection: socket.socket | None = None
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def send(self, kind: str, payload: dict[str, Any], *, envelope: str, **given: Any) -> None:
        """Send an envelope, once Roster is connected."""
        assert self._connected.wait(10)
        words = {"type": kind, "envelope_id": envelope, "payload": payload, **given}
        self._frame(TEXT, json.dumps(words).encode())

    def stop(self) -> None:
        for one in (self._listening, self._connection):
            if one:
                with contextlib.suppress(OSError):  # the other side may have gone first
                    one.shutdown(socket.SHUT_RDWR)
                one.close()
        self._thread.join(5)

    def _serve(self) -> None:
        try:
            self._connection, _ = self._listening.accept()
            self._shake_hands()
            self._frame(TEXT, b'{"type":"hello","num_connections":1}')
            self._connected.set()
            while True:
                code, content = self._read_frame()
                if code == TEXT:
                    self.answers.put(json.loads(content))
                elif code == PING:
                    self._frame(PONG, content)
                elif code == CLOSE:
                    return
        except OSError:
            return

    def _shake_hands(self) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            head += self._connection.recv(4096)
        lines = head.decode().split("\r\n")
        key = next(
            line.split(": ")[1] for line in lines if line.lower().startswith("sec-websocket-key")
        )
        accept = base64.b64encode(hashlib.sha1(key.encode() + MAGIC).digest()).decode()
        self._connection.sendall(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Accept: {accept}\r\n\r\n".encode()
        )

    def _frame(self, code: int, content: bytes) -> None:
        short = len(content) < 126
        size = bytes([len(content)]) if short else bytes([126]) + struct.pack("!H", len(content))
        self._connection.sendall(bytes([0x80 | code]) + size + content)

    def _read_frame(self) -> tuple[int, bytes]:
        first, second = self._exactly(2)
        size = second & 0x7F
        if size == 126:
            size = struct.unpack("!H", self._exactly(2))[0]
        mask = self._exactly(4)
        content = self._exactly(size)
        return first & 0x0F, bytes(byte ^ mask[index % 4] for index, byte in enumerate(content))

    def _exactly(self, size: int) -> bytes:
        content = b""
        while len(content) < size:
            more = self._connection.recv(size - len(content))
            if not more:
                raise ConnectionError
            content += more
        return content
