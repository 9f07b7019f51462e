"""The counting rules, and nothing else: every screen, export and document takes its figures here.

``read_facts`` reads what a period needs on the database thread; ``count`` turns it into a
``Report``: every figure with the list behind it, its definition, and the identities that hold.
"""

from __future__ import annotations

from caseconsole.counting.cells import Ref
from caseconsole.counting.facts import Facts
from caseconsole.counting.identities import Identity
from caseconsole.counting.period import Period
from caseconsole.counting.reading import read_facts
from caseconsole.counting.report import RULES, Report, count

__all__ = ["RULES", "Facts", "Identity", "Period", "Ref", "Report", "count", "read_facts"]
