"""The one thread that touches the database."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Worker:
    """Runs functions one after the other on a thread of its own."""

    def __init__(self) -> None:
        self._thread: int | None = None
        self._finished = False
        self._pool = ThreadPoolExecutor(
            max_workers=1, thread_name_prefix="store", initializer=self._started
        )

    def _started(self) -> None:
        self._thread = threading.get_ident()

    async def run(self, fn: Callable[[], T]) -> T:
        """Wait for ``fn`` without blocking the event loop.

        A save that has been handed over is carried out even if nobody waits for it any more.
        """
        future = self._pool.submit(fn)
        return await asyncio.shield(asyncio.wrap_future(future))

    def call(self, fn: Callable[[], T]) -> T:
        """Wait for ``fn``, blocking; on the thread itself it is simply called."""
        if threading.get_ident() == self._thread:
            return fn()
        return self._pool.submit(fn).result()

    def finish(self, last: Callable[[], object]) -> None:
        """Run ``last`` after what was handed over and end the thread; a second time, nothing."""
        if self._finished:
            return
        self._finished = True
        try:
            self.call(last)
        finally:
            self._pool.shutdown(wait=threading.get_ident() != self._thread)
