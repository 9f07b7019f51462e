"""Whatever is done to a plan: what was agreed stays, goals keep their id, none comes back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from caseconsole import models as m
from caseconsole.caseload import plans
from caseconsole.caseload.plan_views import VersionView, versions_by_number
from caseconsole.documents.plan_rows import load_cases
from caseconsole.documents.plan_versions import VersionData, version_of
from caseconsole.errors import CaseconsoleError
from tests.exchange.conftest import empty_caseload

BEGIN = dt.date(2026, 1, 5)
AREAS = st.sampled_from(["language", "work", "housing"])
STATES = st.sampled_from(["reached", "partly", "not_reached", "dropped"])
WORDS = st.sampled_from(["A2", "B1", "Wohnung", "{{x}}", "  ", "ein Wort\nund eins"])
PICKS = st.integers(0, 1000)
"""Which of the rows there are."""


class PlanMachine(RuleBasedStateMachine):
    """A plan under random changes; what is refused changes nothing that was agreed."""

    def __init__(self) -> None:
        super().__init__()
        self.caseload = empty_caseload()
        self.caseload.__enter__()
        self.today = BEGIN
        self.case = 0
        self.members: list[int | None] = [None]
        self.agreed: dict[int, VersionView] = {}
        self.printed: dict[int, VersionData] = {}

    def teardown(self) -> None:
        """Forget the caseload."""
        self.caseload.__exit__(None, None, None)

    @initialize(from_file=st.booleans())
    def begin(self, *, from_file: bool) -> None:
        """A client with a child; half of the plans come from a file, without copies."""
        client = m.Person.create(family_name="Haddad", given_name="Rania")
        child = m.Person.create(family_name="Haddad", given_name="Nour")
        stranger = m.Person.create(family_name="Tekle")
        home = m.Household.create()
        for person in (client, child):
            m.HouseholdMember.create(household=home, person=person, from_day=BEGIN)
        self.members = [None, client.id, child.id, stranger.id]
        case = m.Case.create(number="2026-001", person=client)
        m.CarePeriod.create(case=case, begin=BEGIN)
        self.case = case.id
        if from_file:
            self._import()

    def _import(self) -> None:
        plan = m.Plan.create(case=self.case)
        second = BEGIN + dt.timedelta(days=30)
        for number, day in ((1, BEGIN), (2, second)):
            m.PlanVersion.create(plan=plan, number=number, agreed_on=day, concerns=f"v{number}")
        for text, day, settled in (
            ("früh erledigt", BEGIN, BEGIN + dt.timedelta(days=9)),
            ("läuft", BEGIN, None),
            ("neu", second, None),
        ):
            goal = m.Goal.create(
                plan=plan, area="work", text=text, agreed_on=day, settled_on=settled,
                state="reached" if settled else "open",
            )  # fmt: skip
            m.Measure.create(goal=goal, text=f"Schritt: {text}", done_on=settled)
        self.today = second
        self._remember()

    # ------------------------------------------------------------------ what one can do

    def _try(self, change: Callable[..., Any], *args: Any) -> bool:
        try:
            change(*args)
        except CaseconsoleError:
            return False
        return True

    def _row(self, model: Any, pick: int) -> int:
        ids = [row.id for row in model.select().order_by(model.id)]
        return ids[pick % len(ids)] if ids else 0

    def _new(self, change: Callable[..., Any], *args: Any) -> bool:
        return self._try(plans.in_draft, self.case, self.today, change, *args)

    @rule(days=st.integers(1, 60))
    def wait(self, days: int) -> None:
        """Time goes by."""
        self.today += dt.timedelta(days=days)

    @rule(area=AREAS, text=WORDS, pick=PICKS)
    def add_goal(self, area: str, text: str, pick: int) -> None:
        """A new goal."""
        member = self.members[pick % len(self.members)]
        self._try(plans.add_goal, self.case, area, text, None, self.today, member, text)

    @rule(pick=PICKS, text=WORDS, who=PICKS, draft=st.booleans())
    def change_goal(self, pick: int, text: str, who: int, *, draft: bool) -> None:
        """Other words, another member, another day; of an agreed goal only the day."""
        goal = self._row(m.Goal, pick)
        changes: tuple[dict[str, Any], ...] = (
            {"text": text},
            {"area": "housing"},
            {"member": self.members[who % len(self.members)]},
            {"translation": text},
            {"target_on": self.today + dt.timedelta(days=who)},
        )
        way = self._new if draft else self._try
        way(plans.change_goal, goal, changes[who % len(changes)])

    @rule(pick=PICKS, state=STATES, reason=WORDS)
    def settle(self, pick: int, state: str, reason: str) -> None:
        """A goal is settled."""
        self._try(plans.settle_goal, self._row(m.Goal, pick), state, self.today, reason)

    @rule(pick=PICKS)
    def go_on(self, pick: int) -> None:
        """A goal runs on."""
        target = self.today + dt.timedelta(days=90)
        self._try(plans.continue_goal, self._row(m.Goal, pick), target)

    @rule(pick=PICKS, step=st.sampled_from([-1, 1]))
    def move(self, pick: int, step: int) -> None:
        """A goal changes its place."""
        self._try(plans.move_goal, self._row(m.Goal, pick), step)

    @rule(pick=PICKS, text=WORDS)
    def add_step(self, pick: int, text: str) -> None:
        """A new step."""
        self._try(plans.add_step, self._row(m.Goal, pick), text, "client", self.today)

    @rule(pick=PICKS, text=WORDS)
    def change_step(self, pick: int, text: str) -> None:
        """Another wording, another who."""
        changes = {"text": text, "responsible": "manager", "translation": text, "due_on": None}
        self._try(plans.change_step, self._row(m.Measure, pick), changes)

    @rule(pick=PICKS, done=st.booleans())
    def tick(self, pick: int, *, done: bool) -> None:
        """A step is done, or open again."""
        step = self._row(m.Measure, pick)
        self._try(plans.tick_step, step, self.today if done else None)

    @rule(pick=PICKS)
    def remove_goal(self, pick: int) -> None:
        """A goal is taken out."""
        self._try(plans.remove_goal, self._row(m.Goal, pick))

    @rule(pick=PICKS)
    def remove_step(self, pick: int) -> None:
        """A step is taken out."""
        self._try(plans.remove_step, self._row(m.Measure, pick))

    @rule(pick=PICKS, text=WORDS)
    def change_version(self, pick: int, text: str) -> None:
        """Other concerns; refused for an agreed version."""
        changes = {"concerns": text, "second_language": "ar", "participants": text}
        self._try(plans.change_version, self._row(m.PlanVersion, pick), changes)

    @rule()
    def start(self) -> None:
        """The next version is begun."""
        self._try(plans.start_version, self.case, self.today)

    @rule()
    def discard(self) -> None:
        """The draft is dropped."""
        self._try(plans.discard_draft, self.case)

    @rule(who=st.none() | WORDS)
    def agree(self, who: str | None) -> None:
        """The draft is agreed."""
        if self._try(plans.agree, self.case, self.today, self.today, who, who):
            self._remember()

    @rule()
    def undo(self) -> None:
        """The last agreement was a mistake."""
        try:
            number = plans.undo_agreement(self.case, self.today, "Versehen")
        except CaseconsoleError:
            return
        assert number == max(self.agreed)
        assert self.agreed.pop(number).agreed_on is not None
        self.printed.pop(number)

    # ------------------------------------------------------------------ what must hold

    def _versions(self) -> dict[int, VersionView]:
        plan = m.Plan.get_or_none()
        return versions_by_number(plan.id) if plan else {}

    def _print(self, number: int) -> VersionData:
        rows = load_cases([self.case])[self.case]
        return version_of(rows, number, self.today)[0]

    def _remember(self) -> None:
        for number, version in self._versions().items():
            if version.agreed_on is not None and number not in self.agreed:
                self.agreed[number] = version
                self.printed[number] = self._print(number)

    @invariant()
    def agreed_versions_stay(self) -> None:
        """Read, shown and printed, an agreed version is what it was on its day."""
        now = {n: v for n, v in self._versions().items() if v.agreed_on is not None}
        assert now == self.agreed
        assert {number: self._print(number) for number in self.agreed} == self.printed
        shown = plans.read_plan_view(self.case).agreed if self.case else None
        if shown is not None:
            assert _without_marks(shown) == _without_marks(self.agreed[max(self.agreed)])

    @invariant()
    def goals_keep_their_id(self) -> None:
        """A goal is the same row in each version, and none comes back after it was settled."""
        versions = self._versions().values()
        shown = [goal for version in versions for goal in version.goals]
        rows = {row.id: row for row in m.Goal.select()}
        assert {goal.id for goal in shown} == set(rows)
        for goal in shown:
            row = rows[goal.id]
            assert (goal.area, goal.text, goal.member_id) == (row.area, row.text, row.member_id)
        over: set[int] = set()
        left_open: set[int] = set()
        for version in versions:
            held = {goal.id for goal in version.goals}
            assert left_open <= held
            assert not over & held
            over |= {goal.id for goal in version.goals if goal.settled}
            left_open = held - over

    @invariant()
    def agreed_goals_are_those_of_agreed_versions(self) -> None:
        """What counts as agreed is in an agreed version, and the other way round."""
        counted = {row.id for row in m.Goal.select().where(m.Goal.agreed_on.is_null(False))}
        held = {goal.id for version in self.agreed.values() for goal in version.goals}
        assert counted == held


def _without_marks(version: VersionView) -> VersionView:
    goals = tuple(
        replace(goal, steps=tuple(replace(step, done_on=None) for step in goal.steps))
        for goal in version.goals
    )
    return replace(version, goals=goals)


TestPlan = PlanMachine.TestCase
TestPlan.settings = settings(
    deadline=None,
    max_examples=20,
    stateful_step_count=30,
    suppress_health_check=[HealthCheck.too_slow],
)
