"""The one place that asks the computer for the day and the time.

The caseload knows calendar days only, in the local time of the town hall (counting rules, section
1). A time stamp exists for the audit trail and drafts alone and never enters a count.
"""

from __future__ import annotations

import datetime as dt


def today() -> dt.date:
    """Today's local calendar day."""
    return dt.datetime.now().astimezone().date()


def now() -> dt.datetime:
    """This moment, local and aware of its offset from UTC."""
    return dt.datetime.now().astimezone()


def stamp() -> str:
    """This moment in UTC as ISO 8601 text with microseconds, as the audit trail keeps it."""
    return dt.datetime.now(tz=dt.UTC).isoformat()
