"""The one thread that touches the database."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from caseconsole.errors import StoreError
from caseconsole.i18n import _

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
        return await asyncio.shield(asyncio.wrap_future(self._submit(fn)))

    def call(self, fn: Callable[[], T]) -> T:
        """Wait for ``fn``, blocking; on the thread itself it is simply called."""
        if threading.get_ident() == self._thread:
            return fn()
        return self._submit(fn).result()

    def finish(self, last: Callable[[], object]) -> None:
        """Run ``last`` after what was handed over and end the thread; a second time, nothing."""
        if self._finished:
            return
        try:
            self.call(last)
        finally:
            self._finished = True
            self._pool.shutdown(wait=threading.get_ident() != self._thread)

    def _submit(self, fn: Callable[[], T]) -> Future[T]:
        if self._finished:
            raise StoreError(_("Die Daten sind gesperrt."), _("Bitte entsperren Sie sie."))
        return self._pool.submit(fn)
