"""The server: the pages, slow and many connections, and stopping without dropping a request."""

import contextlib
import http.client
import socket
import threading
import time

import pytest

from bot import web
from bot.server import Server
from tests.slack_requests import command, post


@contextlib.contextmanager
def serving(application, **options):
    server = Server(application, "127.0.0.1", 0, **options)
    server.start()
    try:
        yield server
    finally:
        server.stop(5)


def get(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, dict(answer.headers), answer.read().decode()
    finally:
        connection.close()


def hello(_environ, start):
    start("200 OK", [("Content-Length", "5")])
    return [b"hello"]


def hung_up(connection):
    try:
        return connection.recv(1) == b""
    except TimeoutError:
        return False


def refuses_connections(port, *, seconds):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except ConnectionError:
            return True
    return False


def test_healthz_tells_whether_the_database_answers():
    state = {"ready": True}
    with serving(web.pages(lambda: state["ready"])) as server:
        assert get(server.port, "/healthz")[::2] == (200, "ok\n")
        state["ready"] = False
        assert get(server.port, "/healthz")[::2] == (503, "the database does not answer\n")


def test_pages_are_not_cached_framed_or_told_on(door):
    for path in ("/healthz", "/nowhere"):
        _, headers, _ = get(door.port, path)
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "Server" not in headers


def test_two_hundred_idle_and_slow_connections_do_not_keep_others_waiting(door):
    head = b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n"
    with contextlib.ExitStack() as stack:
        for number in range(200):
            slow = stack.enter_context(socket.create_connection(("127.0.0.1", door.port)))
            slow.sendall(head + b"a" if number % 2 else head[:30])
        took = []
        for _ in range(50):
            began = time.perf_counter()
            assert post(door.port, command())[0] == 200
            took.append(time.perf_counter() - began)
    assert max(took) < 1


def test_a_request_that_trickles_in_is_cut_off():
    head = b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n"
    with serving(hello, seconds_to_send=1) as server:
        slow = socket.create_connection(("127.0.0.1", server.port), timeout=0.1)
        slow.sendall(head)
        until = time.monotonic() + 10
        with slow, contextlib.suppress(ConnectionError):
            while time.monotonic() < until and not hung_up(slow):
                slow.sendall(b"a")  # each byte is activity, and still no excuse
        assert time.monotonic() < until
        assert get(server.port, "/")[2] == "hello"


def test_stopping_answers_what_was_taken_and_takes_nothing_new():
    taken, may_end = threading.Event(), threading.Event()

    def slow(environ, start):
        taken.set()
        may_end.wait(10)
        return hello(environ, start)

    answers, stopped = [], []
    with serving(slow) as server:
        client = threading.Thread(target=lambda: answers.append(get(server.port, "/")[2]))
        client.start()
        assert taken.wait(5)
        stopper = threading.Thread(target=lambda: stopped.append(server.stop(10)))
        stopper.start()
        assert refuses_connections(server.port, seconds=5)
        may_end.set()
        client.join(5)
        stopper.join(10)
    assert (answers, stopped) == (["hello"], [True])


def test_a_request_that_never_ends_does_not_keep_the_process():
    taken, may_end = threading.Event(), threading.Event()

    def endless(environ, start):
        taken.set()
        may_end.wait(20)
        return hello(environ, start)

    with serving(endless) as server:
        client = threading.Thread(target=lambda: get(server.port, "/"))
        client.start()
        assert taken.wait(5)
        assert server.stop(0.2) is False
        may_end.set()
        client.join(5)


def test_a_busy_port_is_an_os_error():
    with serving(hello) as server, pytest.raises(OSError, match="in use"):
        Server(hello, "127.0.0.1", server.port)
