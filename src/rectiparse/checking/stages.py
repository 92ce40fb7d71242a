"""Rules on the stages of the work (工作步骤): stages that overlap, days between two of them, tasks due outside theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from typing import Final, NamedTuple

from rectiparse.checking.case import Case
from rectiparse.checking.days import Days, days_of
from rectiparse.checking.fault import Elsewhere, Fault
from rectiparse.document import Span
from rectiparse.language import translate
from rectiparse.ledger import Date, Stage

_A_DAY: Final = timedelta(days=1)
_TO_THE_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_LONGEST_GAP: Final = timedelta(days=62)
"""More days than this between two stages are no slip."""


class _Timed(NamedTuple):
    stage: Stage
    days: Days
    date: Date | None
    """The mention that gives the interval, where there is one."""

    @property
    def span(self) -> Span:
        return (
            self.date.span if self.date else Span(self.stage.span.start, self.stage.span.start + len(self.stage.title))
        )


def _timed(case: Case) -> list[_Timed]:
    found = []
    for stage in case.ledger.schedule:
        days = days_of(stage.interval)
        if days is not None and (days.first is None or days.last is None or days.first <= days.last):
            date = next(
                (date for date in case.ledger.dates if date.value == stage.interval and stage.span.covers(date.span)),
                None,
            )
            found.append(_Timed(stage, days, date))
    return found


def stage_overlap(case: Case) -> Iterator[Fault]:
    """A stage that begins before the one ahead of it has ended, or on the same day.

    Stages told in months may share one.

    Fails:
        青禾县水利局党组整改方案
        一、工作步骤
        （一）动员部署阶段（2024年6月18日至7月5日）。召开党组会，印发整改方案。
        （二）集中整改阶段（2024年7月1日至9月20日）。逐项落实整改任务。
        （三）总结巩固阶段（2024年9月21日至9月30日）。报送整改情况报告。

    Passes:
        青禾县水利局党组整改方案
        一、工作步骤
        （一）动员部署阶段（2024年6月18日至7月5日）。召开党组会，印发整改方案。
        （二）集中整改阶段（2024年7月6日至9月20日）。逐项落实整改任务。
        （三）总结巩固阶段（2024年9月21日至9月30日）。报送整改情况报告。
    """
    stages = _timed(case)
    for before, stage in pairwise(stages):
        if before.days.last is None or stage.days.first is None or stage.days.first > before.days.last:
            continue
        runs_beside = stage.days.last is None and stage.days.first <= (before.days.first or stage.days.first)
        if _shares_a_month(before, stage) or runs_beside:
            continue
        touches = stage.days.first == before.days.last
        yield Fault(
            stage.span,
            (
                translate("{day} is the last day of the stage before as well")
                if touches
                else translate("begins on {day}, before the stage ahead of it ends ({end})")
            ).format(day=stage.days.first, end=before.days.last),
            str(before.days.last + _A_DAY),
            str(stage.days.first),
            related=(Elsewhere(before.span),),
        )


def _shares_a_month(before: _Timed, stage: _Timed) -> bool:
    """True when both are told in months, or longer parts of a year, and meet in one."""
    ends = (before.stage.interval or "").split("/")[-1], (stage.stage.interval or "").split("/")[0]
    return not all(_TO_THE_DAY.fullmatch(end) for end in ends) and ends[1][:7] >= ends[0][:7]


def stage_gap(case: Case) -> Iterator[Fault]:
    """Days that belong to no stage, between the end of one and the beginning of the next.

    Fails:
        青禾县水利局党组整改方案
        一、工作步骤
        （一）动员部署阶段（2024年6月18日至7月5日）。召开党组会，印发整改方案。
        （二）集中整改阶段（2024年7月10日至9月20日）。逐项落实整改任务。
        （三）总结巩固阶段（2024年9月21日至9月30日）。报送整改情况报告。

    Passes:
        青禾县水利局党组整改方案
        一、工作步骤
        （一）动员部署阶段（2024年6月18日至7月5日）。召开党组会，印发整改方案。
        （二）集中整改阶段（2024年7月6日至9月20日）。逐项落实整改任务。
        （三）总结巩固阶段（2024年9月21日至9月30日）。报送整改情况报告。
    """
    stages = _timed(case)
    for before, stage in pairwise(stages):
        if before.days.last is None or stage.days.first is None:
            continue
        gap = stage.days.first - before.days.last - _A_DAY
        if _A_DAY <= gap <= _LONGEST_GAP:
            first, last = before.days.last + _A_DAY, stage.days.first - _A_DAY
            yield Fault(
                stage.span,
                translate("{days} lies in no stage").format(days=str(first) if first == last else f"{first}/{last}"),
                str(first),
                str(stage.days.first),
                related=(Elsewhere(before.span),),
            )


def deadline_outside_stage(case: Case) -> Iterator[Fault]:
    """A task that is due after its stage has ended, or before it has begun.

    Fails:
        青禾县水利局党组整改方案
        一、工作步骤
        （一）动员部署阶段（2024年6月18日至7月5日）。
        1.召开党组会，成立领导小组。
        2.7月20日前印发整改方案。
        （二）集中整改阶段（2024年7月6日至9月20日）。逐项落实整改任务。

    Passes:
        青禾县水利局党组整改方案
        一、工作步骤
        （一）动员部署阶段（2024年6月18日至7月5日）。
        1.召开党组会，成立领导小组。
        2.6月30日前印发整改方案。
        （二）集中整改阶段（2024年7月6日至9月20日）。逐项落实整改任务。
    """
    deadlines = [date for date in case.ledger.dates if date.kind == "deadline"]
    for entry in _timed(case):
        for date in deadlines:
            if not entry.stage.span.covers(date.span) or date is entry.date:
                continue
            due = _due(date)
            if due is None:
                continue
            late = entry.days.last is not None and due.first is not None and due.first > entry.days.last
            early = entry.days.first is not None and due.last is not None and due.last < entry.days.first
            if late or early:
                yield Fault(
                    date.span,
                    (
                        translate("due {due}, but its stage ends {end}")
                        if late
                        else translate("due {due}, but its stage begins {begin}")
                    ).format(due=_last(date), end=entry.days.last, begin=entry.days.first),
                    str(entry.days.last if late else entry.days.first),
                    _last(date),
                    related=(Elsewhere(entry.span),),
                )


def _last(date: Date) -> str:
    """The end of a deadline as EDTF."""
    return (date.value or "").removeprefix("../")


def _due(date: Date) -> Days | None:
    """The days that the end of a deadline may mean: all of June for 6月底前."""
    return days_of(_last(date))
