"""How long a slash command waits while an import runs in the same process.

    python -m tests.bench.importing_beside [--rows 100000] [--rounds 5] [--database sqlite]

Four people each send `/contacts find` with a word, some 16 times a second together, before and
while a file is read, planned and written into the book that they look at. Slack answers every call
after 150 ms. Each round has a process and a database of its own.
"""

import argparse
import asyncio
import logging
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bot import app as apps
from bot import web
from bot.guard import Guard
from bot.server import Server
from bot.settings import load
from tests.bench import importing
from tests.bench.slack import Round, Slack, p, send
from tests.slack_requests import SECRET, command

PEOPLE = 4
PAUSE = 0.25
IDLE = 5.0
WORDS = ("anna", "müller", "smith & co", "person.77", "ja", "nobody at all", "garcía", "")


def serve(kind: str, rows: int, slack: str) -> None:
    """Roster on a new database: print the port, import when told to, print how long that took."""
    logging.disable(logging.WARNING)
    settings = load(
        _env_file=None, slack_bot_token="xoxb-1", slack_signing_secret=SECRET, slack_api_url=slack
    )
    content = importing.sample(rows)
    with tempfile.TemporaryDirectory() as name, importing.opened(kind, Path(name)) as database:
        app = apps.build(settings, database, lambda: None)
        server = Server(web.Door(app, Guard(SECRET), web.pages(lambda: True)), "127.0.0.1", 0)
        server.start()
        print(server.port, flush=True)
        sys.stdin.readline()
        print(sum(importing.whole(content, database, workspace="T1")), flush=True)
        sys.stdin.read()  # until nobody asks any more
        server.stop(1)


async def ask(slack: Slack, port: int, stop: asyncio.Event, seen: Round) -> None:
    """Look for somebody, read a moment, and again."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while not stop.is_set():
        await send(slack, reader, writer, command(text=f"find {random.choice(WORDS)}"), seen)
        await asyncio.sleep(random.uniform(0, 2 * PAUSE))
    writer.close()


async def asking(slack: Slack, port: int, stop: asyncio.Event) -> Round:
    """Let everybody look for people until it is enough."""
    seen, began = Round(0), time.perf_counter()
    await asyncio.gather(*(ask(slack, port, stop, seen) for _ in range(PEOPLE)))
    seen.seconds = time.perf_counter() - began
    return seen


async def one_round(slack: Slack, address: str, kind: str, rows: int) -> tuple[Round, Round, float]:
    """What people saw of a process at rest and while it imported, and how long that took."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.importing_beside", "--serve", address,
        "--rows", str(rows), "--database", kind,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    port = int(await process.stdout.readline())
    for _ in range(2):  # the first warms up
        stop = asyncio.Event()
        asyncio.get_running_loop().call_later(IDLE, stop.set)
        idle = await asking(slack, port, stop)
    stop = asyncio.Event()
    people = asyncio.create_task(asking(slack, port, stop))
    process.stdin.write(b"go\n")
    took = float(await process.stdout.readline())
    stop.set()
    beside = await people
    process.stdin.close()
    await process.wait()
    return idle, beside, took


async def run(kind: str, rows: int, rounds: int) -> None:
    """Print the median over the rounds of each figure."""
    slack = Slack()
    address = await slack.serve()
    seen = [await one_round(slack, address, kind, rows) for _ in range(rounds)]
    took = statistics.median(seconds for _, _, seconds in seen)
    print(f"{kind}: {rows:,} rows in {took:.2f} s beside the commands, median of {rounds}")
    for label, at in (("at rest", 0), ("importing", 1)):
        some = [one[at] for one in seen]
        figures = [
            statistics.median(p(getattr(one, what), share) for one in some)
            for what in ("acks", "forms")
            for share in (0.5, 0.99)
        ]
        worst = max(max(one.forms) for one in some) * 1000
        count, failed = sum(len(one.forms) for one in some), sum(one.failed for one in some)
        print(
            f"  {label:10} {count:4} commands, {failed} failed; p50 / p99 ms:"
            f" ack {figures[0]:.0f} / {figures[1]:.0f},"
            f" form {figures[2]:.0f} / {figures[3]:.0f}; longest {worst:.0f}"
        )


def main() -> None:
    """Measure what the command line asks for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=100_000)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    asked.add_argument("--serve", help="be the process that is measured; where its Slack is")
    chosen = asked.parse_args()
    if chosen.serve:
        serve(chosen.database, chosen.rows, chosen.serve)
        return
    for kind in ["sqlite", "postgresql"] if chosen.database == "both" else [chosen.database]:
        asyncio.run(run(kind, chosen.rows, chosen.rounds))


if __name__ == "__main__":
    main()
