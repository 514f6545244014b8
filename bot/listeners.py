"""Where listeners run: at once for the answer, on a pool for the rest; drained before we stop."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.context import BoltContext
from slack_bolt.kwargs_injection import build_required_kwargs
from slack_bolt.lazy_listener import LazyListenerRunner
from slack_bolt.listener.listener_completion_handler import ListenerCompletionHandler
from slack_bolt.listener.thread_runner import ThreadListenerRunner
from slack_bolt.util.utils import get_arg_names_of_callable

# Each waits for Slack most of its time. Measured with tests/bench/slack.py at 64 people at once:
# 32 open as many forms a second as 64 (8: half, 16: three quarters), and answer ten times sooner.
THREADS = 32
log = logging.getLogger("roster.listeners")


class Pool(LazyListenerRunner):
    """Runs lazy listeners; what they raise goes to app.error, as from any other listener."""

    def __init__(self, runner: ThreadListenerRunner, threads: int = THREADS) -> None:
        self.logger = log
        self._runner = runner
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="listener")
        self._running: set[Future[None]] = set()

    def start(self, function: Callable[..., None], request: BoltRequest) -> None:
        """Run the listener on the pool."""
        task = self._threads.submit(self.run, function, request)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    def run(self, function: Callable[..., None], request: BoltRequest) -> None:
        """Run the listener here and now."""
        try:
            function(**_arguments(function, request))
        except Exception as error:
            self._report(error, request)

    def drain(self, seconds: float) -> bool:
        """Take nothing more and finish what began; False when that took too long."""
        self._threads.shutdown(wait=False)
        return not wait(set(self._running), timeout=seconds).not_done

    def _report(self, error: Exception, request: BoltRequest) -> None:
        try:
            self._runner.listener_error_handler.handle(error, request, BoltResponse(status=200))
        except Exception:
            # telling the person failed too, as when Slack is down: the log is what is left
            log.exception("a listener failed, and nobody could be told")
            log.error("what it failed of", exc_info=error)


class Runner(ThreadListenerRunner):
    """Bolt's runner without its deep copy of each request for a lazy listener.

    The answer is complete when the lazy listener starts, so nobody else changes the request any
    more; the copy costs more than the click, and cannot hold a database or a pooled client.
    """

    def _build_lazy_request(self, request: BoltRequest, lazy_func_name: str) -> BoltRequest:
        copied = object.__new__(BoltRequest)
        copied.__dict__.update(request.__dict__)
        copied.context = BoltContext(request.context)
        copied.lazy_only = True
        copied.lazy_function_name = lazy_func_name
        return copied


def take_over(app: App, completion: ListenerCompletionHandler, threads: int = THREADS) -> Pool:
    """Make the app run its listeners through a pool of ours, and hand out the pool."""
    bolts = app.listener_runner
    runner = Runner(
        logger=bolts.logger,
        process_before_response=True,
        listener_error_handler=bolts.listener_error_handler,
        listener_start_handler=bolts.listener_start_handler,
        listener_completion_handler=completion,
        listener_executor=bolts.listener_executor,
        lazy_listener_runner=bolts.lazy_listener_runner,
    )
    pool = Pool(runner, threads)
    runner.lazy_listener_runner = pool
    app._listener_runner = runner  # Bolt has no setter
    return pool


def _arguments(function: Callable[..., None], request: BoltRequest) -> dict[str, object]:
    return build_required_kwargs(
        logger=log,
        required_arg_names=get_arg_names_of_callable(function),
        request=request,
        response=None,
        this_func=function,
    )
