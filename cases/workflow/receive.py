"""受付, 再相談, and the withdrawal of what was entered in error."""

import datetime as dt

from django.db import transaction

from accounts.models import STAFF, Organisation
from cases.models import Case, ConsultTopic, Episode, FollowUp, Intake, Person
from cases.permissions import roles_of, writes_sheet
from cases.workflow.closing import follow_up_workflow
from cases.workflow.course import case_workflow
from cases.workflow.deadlines import set_due, settle_all
from cases.workflow.story import check_day, not_staff, tell, tell_different
from documents.models import take_number
from rules.calendar import fiscal_year, today, wareki_short
from rules.refusals import Refused, refuse


@transaction.atomic
def receive(
    *,
    agency: Organisation,
    by,
    on,
    person: dict,
    intake: dict,
    topics=(),
    resembling=(),
    different_reason="",
) -> Case:
    """受付: open a 台帳 with its first episode (NAG-4-1-ア-1).

    ``person`` and ``intake`` are the fields of their models, ``topics`` pairs (code,
    mark). Works with no name and no birth date. Refuses a day to come (E-35) and
    anyone who is not staff of the agency (E-03). ``resembling`` are the 台帳 that were
    shown side by side and ``different_reason`` why this is someone else (E-26, D33).
    """
    if agency.pk not in by.organisation_ids(STAFF):
        raise Refused(not_staff())
    check_day(on, "受付日", field="received_on")
    who = Person(**person)
    who._history_user = by
    who.save()
    case = Case(agency=agency, number=new_number(agency, on), person=who)
    case._history_user = by
    case.save()
    episode = open_episode(case, by=by, on=on, intake=intake, topics=topics)
    if resembling:
        tell_different(episode, resembling, by=by, on=on, reason=different_reason)
    return case


@transaction.atomic
def consult_again(case: Case, *, by, on, intake: dict, topics=()) -> Episode:
    """再相談: the next episode of the same 台帳 (D3a). Open from every ended state.

    Refuses while the present episode is open (E-08) and a day before it ended (E-02).
    """
    last = case.episode
    if not roles_of(by, last) & set(STAFF):
        raise Refused(not_staff())
    if last.ended_on is None:
        raise Refused(
            refuse(
                "E-08",
                state=last.get_state_display(),
                operation="再相談を受け付ける",
                options="支援経過を書く",
            )
        )
    check_day(on, "受付日", last.ended_on, "前の相談が終わった日", field="received_on")
    if last.state in (Episode.State.FOLLOWING_UP, Episode.State.WATCHING):
        for follow in last.follow_ups.filter(state=FollowUp.State.PLANNED):
            follow_up_workflow.advance(follow, "overtake", by=by, on=on)
        case_workflow.advance(last, "finish_follow_up", by=by, on=on)
        settle_all(case, on=on)
    return open_episode(case, by=by, on=on, intake=intake, topics=topics)


def open_episode(case: Case, *, by, on, intake: dict, topics) -> Episode:
    """The next episode of a 台帳 with its 受付票 and its line in the story."""
    episode = Episode(case=case, number=case.episodes.count() + 1, received_on=on)
    episode._history_user = by
    episode.save()
    case.episode = episode
    case._history_user = by
    case.save()
    sheet = Intake(episode=episode, received_by=by, **intake)
    sheet._history_user = by
    sheet.save()
    ConsultTopic.objects.bulk_create(
        ConsultTopic(intake=sheet, code=code, mark=mark) for code, mark in topics
    )
    set_due(case, "triage", since=on)
    words = "相談を受け付けました" if episode.number == 1 else "再相談を受け付けました"
    tell(episode, "receive", words, by=by, on=on, at=intake.get("received_at"))
    return episode


@transaction.atomic
def withdraw_case(case: Case, *, by, reason: str) -> None:
    """誤登録: out of lists and counts, in the history for ever (D10). 主任 or 担当."""
    episode = case.episode
    if not writes_sheet(by, episode):
        raise Refused(refuse("E-03", roles="主任相談支援員・担当・副担当"))
    if not reason:
        raise Refused(refuse("E-01", field="reason", item="誤登録の理由"))
    case.withdrawn_on, case.withdrawn_reason = today(), reason
    case._history_user = by
    case.save()
    settle_all(case, on=today())
    tell(episode, "withdraw", "誤登録として取り下げました", by=by, reason=reason)


def new_number(agency: Organisation, on) -> str:
    """The next 台帳番号 of the agency in the 年度 of a day, like ``R8-0147``."""
    year = fiscal_year(on)
    era = wareki_short(dt.date(year, 4, 1)).split(".")[0]
    return f"{agency.number_prefix}{era}-{take_number(agency, year, 'case'):04d}"
