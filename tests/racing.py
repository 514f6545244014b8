"""Several works begun at the same moment, for tests."""

import threading
from collections.abc import Callable


def at_once(*works: Callable[[], object]) -> list[object]:
    """What each work returned or raised, in the order of the works."""
    results: list[object] = [None] * len(works)
    together = threading.Barrier(len(works))

    def run(place: int, work: Callable[[], object]) -> None:
        together.wait()
        try:
            results[place] = work()
        except Exception as error:
            results[place] = error

    threads = [threading.Thread(target=run, args=one) for one in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
