"""Proof of use: the figures of the funding period for each funded post (counting rules, 7).

A post counts while it is held: the funding period is cut to the employment. Several people who
share one caseload share its figures; nothing in a file says who spoke, so nothing is divided.
"""

from __future__ import annotations

from dataclasses import dataclass

from caseconsole import clock, config
from caseconsole.counting.handing_in import HandIn, frozen
from caseconsole.counting.period import Period
from caseconsole.counting.reading import read_facts
from caseconsole.counting.report import Report, count
from caseconsole.days import format_day
from caseconsole.errors import InputError, RuleError
from caseconsole.i18n import _
from caseconsole.settings import Post, Settings


@dataclass(frozen=True)
class Proof:
    """What the proof of use says of one post.

    Args:
        post: the post and who holds it.
        funding: the funding period.
        report: the figures of its days on which the post was held.
        handed_in: when they were handed in; nothing where they are counted today.
        beside: others who held a post on some of these days, in the same caseload.
    """

    post: Post
    funding: Period
    report: Report
    handed_in: HandIn | None
    beside: tuple[Post, ...]

    @property
    def is_over(self) -> bool:
        """Whether the period is over; until then the figures are an interim state."""
        return self.report.period.last < clock.today()


def funded_posts(settings: Settings) -> tuple[Post, ...]:
    """The funded posts; where none are listed, that of the manager."""
    holder = settings.manager
    return settings.posts or (
        Post(
            name=holder.name,
            employment_share=holder.employment_share,
            employed_from=holder.employed_from,
            employed_to=holder.employed_to,
            grant_number=holder.grant_number,
        ),
    )


def funding_period(settings: Settings) -> Period:
    """The funding period of the settings.

    Raises:
        InputError: it is not there.
    """
    reports = settings.reports
    if reports.funding_from is None or reports.funding_to is None:
        raise InputError(
            _("Der Förderzeitraum ist noch nicht eingetragen."),
            _("Er steht in den Einstellungen unter „Förderzeitraum von“ und „bis“."),
        )
    return Period(reports.funding_from, reports.funding_to)


def period_of(post: Post, funding: Period) -> Period:
    """The days of the funding period on which the post was held.

    Raises:
        RuleError: there are none.
    """
    first = max(post.employed_from or funding.first, funding.first)
    last = min(post.employed_to or funding.last, funding.last)
    if last < first:
        raise RuleError(
            _("{name} war im Förderzeitraum {period} nicht beschäftigt.").format(
                name=post.name or _("Die Stelle"), period=funding
            ),
            _("Bitte prüfen Sie in den Einstellungen „Beschäftigt ab“ und „bis“."),
        )
    return Period(first, last)


def proof_of_use(post: Post, settings: Settings | None = None) -> Proof:
    """The proof of use of one post; runs on the database thread.

    A period that was handed in answers from its frozen copy.

    Raises:
        InputError: the settings name no funding period.
        RuleError: the post was not held in it, or an identity is broken.
        StoreError: the frozen copy is damaged.
    """
    settings = settings or config.active()
    funding = funding_period(settings)
    period = period_of(post, funding)
    kept = frozen(period)
    report = kept.report if kept else count(read_facts(period, settings), period, settings)
    if not report.holds:
        broken = next(identity for identity in report.identities if not identity.holds)
        raise RuleError(
            _("Eine Prüfregel ist nicht erfüllt: {rule}").format(rule=broken.rule),
            _("Die Auswertung {period} zeigt die Zeilen, die sie stören.").format(period=period),
        )
    others = tuple(
        one for one in funded_posts(settings) if one != post and _held_within(one, period)
    )
    return Proof(post, funding, report, kept.info if kept else None, others)


def _held_within(post: Post, period: Period) -> bool:
    begins_later = post.employed_from is not None and post.employed_from > period.last
    ended_before = post.employed_to is not None and post.employed_to < period.first
    return not begins_later and not ended_before


def employment(post: Post) -> str:
    """From when until when the post is held, in words; empty where nothing is stated."""
    if post.employed_from and post.employed_to:
        return str(Period(post.employed_from, post.employed_to))
    if post.employed_from:
        return _("seit {day}").format(day=format_day(post.employed_from))
    if post.employed_to:
        return _("bis {day}").format(day=format_day(post.employed_to))
    return ""
