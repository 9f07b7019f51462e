"""Reading a report for the screen: as it was handed in, or as it counts today."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from caseconsole.counting import Period, Report, count, read_facts
from caseconsole.counting.deviations import Deviation, deviations
from caseconsole.counting.handing_in import HandIn, freezes, frozen
from caseconsole.screens.base import CaseScreen


@dataclass(frozen=True)
class Standing:
    """A report and whether it was handed in.

    Args:
        report: the figures.
        info: the edition that was handed in for these days, if there is one.
        is_frozen: whether ``report`` is the frozen copy; else it counts today.
        within: a hand-in that holds its last day, where it was not handed in itself.
    """

    report: Report
    info: HandIn | None = None
    is_frozen: bool = False
    within: HandIn | None = None


async def read_report(screen: CaseScreen, period: Period) -> Report:
    """Read on the database thread and count on another, so that keys are answered meanwhile."""
    facts = await screen.app.store.run(read_facts, period)
    return await asyncio.to_thread(count, facts, period)


async def read_standing(
    screen: CaseScreen, period: Period, edition: int = 0, *, live: bool = False
) -> Standing:
    """The frozen copy where the period was handed in, else the count of today.

    Args:
        screen: the screen that asks.
        period: the period.
        edition: the edition handed in; 0 for the newest one.
        live: count today, even where the period was handed in.

    Raises:
        StoreError: the frozen copy is damaged.
    """
    kept = await screen.app.store.run(frozen, period, edition or None)
    if kept is not None and not live:
        return Standing(kept.report, kept.info, is_frozen=True)
    report = await read_report(screen, period)
    if kept is not None:
        return Standing(report, kept.info)
    return Standing(report, within=await screen.app.store.run(freezes, period.last))


async def read_deviations(
    screen: CaseScreen, period: Period, edition: int
) -> tuple[Deviation, ...]:
    """What counts differently today than it was handed in."""
    return await screen.app.store.run(_deviations, period, edition)


def _deviations(period: Period, edition: int) -> tuple[Deviation, ...]:
    kept = frozen(period, edition or None)
    return deviations(kept) if kept else ()
