"""A signed slash command to the modal's views.open: Roster against bare Bolt, in one run.

    python -m tests.bench.slack [--rounds 5] [--seconds 3] [--compare apps|listeners|threads]

Each of 1, 16 and 64 people sends `/contacts add` again as soon as Slack has received the form of
the last one. Slack answers every call after 150 ms. The variants take turns; the median counts.
"""

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from bot.listeners import THREADS as LISTENERS
from bot.server import THREADS
from tests.fake_slack import AUTH, WHO
from tests.slack_requests import command, signed

SLACK_TAKES = 0.150
AT_ONCE = (1, 16, 64)
GIVE_UP = 10
USED = (str(LISTENERS), str(THREADS))
VARIANTS = {
    "apps": {"bare Bolt": ["bare"], "Roster": ["roster", *USED]},
    "listeners": {f"{n} listeners": ["roster", str(n), USED[1]] for n in (8, 16, 32, 64)},
    "threads": {f"{n} server threads": ["roster", USED[0], str(n)] for n in (4, 8, 16, 32)},
}


class Slack:
    """Slack's Web API on one event loop: notes when a form arrives, answers 150 ms later."""

    def __init__(self) -> None:
        self.waiting: dict[str, asyncio.Future[float]] = {}

    async def serve(self) -> str:
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0, backlog=1024)
        return f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api/"

    async def _connected(self, reader, writer) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                headers = dict(
                    line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if line
                )
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                method = head.split(" ", 2)[1].removeprefix("/api/")
                if method == "views.open":
                    self._opened(body, headers)
                await asyncio.sleep(SLACK_TAKES)
                content = json.dumps(self._content(method)).encode()
                keep = headers.get("connection", "") != "close"
                writer.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                    + f"Connection: {'keep-alive' if keep else 'close'}\r\n".encode()
                    + f"Content-Length: {len(content)}\r\n\r\n".encode()
                    + content
                )
                await writer.drain()
                if not keep:
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def _opened(self, body: bytes, headers: dict[str, str]) -> None:
        is_json = headers["content-type"].startswith("application/json")
        trigger = json.loads(body)["trigger_id"] if is_json else parse_qs(body)[b"trigger_id"][0]
        waiting = self.waiting.pop(trigger if is_json else trigger.decode(), None)
        if waiting and not waiting.done():
            waiting.set_result(time.perf_counter())

    def _content(self, method: str) -> dict[str, object]:
        return {"auth.test": AUTH, "users.info": WHO}.get(method, {"ok": True, "view": {"id": "V"}})


@dataclass
class Round:
    """What one variant did in one round at one number of people."""

    seconds: float
    acks: list[float] = field(default_factory=list)
    forms: list[float] = field(default_factory=list)
    failed: int = 0


async def person(slack: Slack, port: int, until: float, seen: Round) -> None:
    """Send a command, wait for the answer and for the form, and again."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.perf_counter() < until:
        await send(slack, reader, writer, command(text="add"), seen)
    writer.close()


async def send(
    slack: Slack,
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    body: bytes,
    seen: Round,
) -> None:
    """Send one command, and note when it was answered and when its form arrived."""
    trigger = parse_qs(body.decode())["trigger_id"][0]
    form = slack.waiting[trigger] = asyncio.get_running_loop().create_future()
    lines = {"Host": "x", "Content-Length": str(len(body)), **signed(body)}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    began = time.perf_counter()
    writer.write(f"POST /slack/events HTTP/1.1\r\n{head}\r\n".encode() + body)
    answer = (await reader.readuntil(b"\r\n\r\n")).decode()
    length = next(
        int(line.split(":")[1])
        for line in answer.lower().split("\r\n")
        if line.startswith("content-length")
    )
    await reader.readexactly(length)
    acked = time.perf_counter()
    try:
        opened = await asyncio.wait_for(form, GIVE_UP)
    except TimeoutError:
        seen.failed += 1
        return
    if " 200 " not in answer.split("\r\n")[0]:
        seen.failed += 1
    seen.acks.append(acked - began)
    seen.forms.append(opened - began)


async def measure(slack: Slack, port: int, people: int, seconds: float) -> Round:
    """Let so many people work for so long."""
    seen = Round(seconds)
    until = time.perf_counter() + seconds
    await asyncio.gather(*(person(slack, port, until, seen) for _ in range(people)))
    return seen


def p(values: list[float], share: float) -> float:
    """A percentile, in milliseconds."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)] * 1000


def summary(rounds: list[Round]) -> dict[str, float]:
    """The median over the rounds of each figure."""
    figures = [
        {
            "rate": len(one.forms) / one.seconds,
            "ack50": p(one.acks, 0.5),
            "ack99": p(one.acks, 0.99),
            "form50": p(one.forms, 0.5),
            "form99": p(one.forms, 0.99),
            "failed": one.failed,
        }
        for one in rounds
    ]
    return {name: statistics.median(one[name] for one in figures) for name in figures[0]}


async def run(variants: dict[str, list[str]], rounds: int, seconds: float) -> None:
    """Measure the variants in turns, and print the table."""
    slack = Slack()
    address = await slack.serve()
    processes, ports = [], {}
    for name, words in variants.items():
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.bench.slack_apps", words[0], address, *words[1:],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        processes.append(process)
        ports[name] = int(await process.stdout.readline())
    seen: dict[tuple[str, int], list[Round]] = {}
    for number in range(rounds + 1):  # the first warms up
        for people in AT_ONCE:
            for name, port in ports.items():
                one = await measure(slack, port, people, seconds if number else 1)
                if number:
                    seen.setdefault((name, people), []).append(one)
    for process in processes:
        process.stdin.close()
        await process.wait()
    print_table(variants, seen)


def print_table(variants: dict[str, list[str]], seen: dict[tuple[str, int], list[Round]]) -> None:
    """The figures as Markdown, with the ratio to the first variant."""
    print("| at once | | forms/s | ack p50 / p99 ms | command to views.open p50 / p99 ms | × |")
    print("|---|---|---|---|---|---|")
    first = next(iter(variants))
    for people in AT_ONCE:
        base = summary(seen[first, people])
        for name in variants:
            is_ = summary(seen[name, people])
            failed = f", {is_['failed']:.0f} failed" if is_["failed"] else ""
            print(
                f"| {people} | {name} | {is_['rate']:.0f}{failed} "
                f"| {is_['ack50']:.1f} / {is_['ack99']:.1f} "
                f"| {is_['form50']:.0f} / {is_['form99']:.0f} "
                f"| {is_['rate'] / base['rate']:.1f} |"
            )


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--compare", choices=VARIANTS, default="apps", help="what takes turns")
    given = parser.parse_args()
    asyncio.run(run(VARIANTS[given.compare], given.rounds, given.seconds))


if __name__ == "__main__":
    main()
