"""The papers of a meeting: 議事録 (of the whole, or of one person) and 会議資料 in one file.

What an outside recipient gets passes the sharing gate: a person who did not agree to that
recipient stands on the agenda by the number of the item only.
"""

import datetime as dt
from dataclasses import replace

from django.db.models import Q
from django.urls import reverse

from accounts.models import CITY_ROLES, STAFF, Organisation, Role
from cases.documents import sheet_of
from cases.models import Case
from cases.sharing import council, obstacle
from documents.register import DOCUMENTS, Document, Lack, Sheet, Version, register
from meetings.models import AgendaItem, Attendee, PlanMeeting
from meetings.papers import AttendeeLine, ItemPaper, MeetingPaper, RoleLine
from plans.documents import plan_sheet
from plans.evaluation_paper import evaluation_sheet
from plans.models import Review
from rules.calendar import today, wareki_short

BESIDE = (
    "case__person",
    "case__agency__municipality",
    "case__episode__lead",
    "plan__episode",
    "revision",
    "evaluation",
    "review",
    "meeting__agency__municipality",
)
ALONGSIDE = ("review__roles", "gaps", "adjustments", "revision__lines__programme")
WITHHELD = "本人の同意の範囲にないため、この資料には載せていません。"
NOT_NAMED = "閲覧を制限した台帳で、この方は閲覧の指名を受けていません。"
UNKNOWN = (
    "登録している関係機関と結びついていないため、同意の範囲を確かめられません。"
    "出席者の欄で機関を選んでください。"
)
CLOSED = "閲覧を制限した台帳のため、この資料には載せていません。"


# ---- 議事録 ------------------------------------------------------------------------


def items_of(case: Case):
    """The items of a person that a meeting has dealt with, the newest first."""
    rows = AgendaItem.objects.filter(case=case, is_done=True).select_related(*BESIDE)
    return rows.order_by("-meeting__held_on", "-pk")


def item_sheet(item: AgendaItem) -> Sheet:
    """議事録 of one person: who was there, what was said and settled about them alone."""
    meeting = item.meeting
    paper = replace(meeting_paper(meeting), items=(item_paper(item),))
    is_draft = meeting.state == PlanMeeting.State.PLANNED
    return sheet_of(item.case, paper, meeting.held_on, is_draft=is_draft)


def minutes_sheet(meeting: PlanMeeting, items) -> Sheet:
    """議事録 of the whole, with the items that the reader may see."""
    paper = replace(
        meeting_paper(meeting),
        items=tuple(map(item_paper, items)),
        minutes=meeting.minutes,
    )
    return sheet_of_meeting(meeting, paper)


def sheet_of_meeting(meeting: PlanMeeting, paper: MeetingPaper) -> Sheet:
    return Sheet(
        paper=paper,
        agency=meeting.agency.name,
        municipality=meeting.agency.municipality.code,
        dated=meeting.held_on,
        is_draft=meeting.state == PlanMeeting.State.PLANNED,
    )


def meeting_paper(meeting: PlanMeeting) -> MeetingPaper:
    """When, where, under whom, who."""
    return MeetingPaper(
        name=str(meeting),
        held_on=meeting.held_on,
        start_at=meeting.start_at,
        end_at=meeting.end_at,
        place=meeting.place,
        chair="　".join(filter(None, (meeting.chair_post, meeting.chair))),
        attendees=tuple(map(attendee_line, meeting.attendees.all())),
    )


def attendee_line(row: Attendee) -> AttendeeLine:
    return AttendeeLine(row.organisation, row.name, row.post, row.part, row.was_there)


def item_paper(item: AgendaItem) -> ItemPaper:
    """An item with its person, the plan in short, and the result once there is one."""
    lead, review = item.case.episode.lead, item.review
    revision = item.revision
    return ItemPaper(
        number=item.number,
        case_number=item.case.number,
        name=item.case.person.display_name,
        kind=item.get_kind_display(),
        turn=item.plan.turn if item.plan else "",
        staff=lead.name if lead else "",
        issues=revision.issues if revision else "",
        goal=revision.goal_short if revision else "",
        programmes="、".join(row.programme.label for row in revision.lines.all())
        if revision
        else "",
        adjusted=tuple(
            f"{wareki_short(row.on)}　{row.partner}　{row.result}" for row in item.adjustments.all()
        ),
        outcome=review.get_outcome_display() if review else ("報告" if item.is_done else ""),
        reason=review.reason if review else "",
        opinions=review.opinions if review else item.reported,
        roles=tuple(RoleLine(row.organisation, row.task, row.until) for row in review.roles.all())
        if review
        else (),
        gaps=tuple(row.need for row in item.gaps.all()),
    )


# ---- 会議資料 ----------------------------------------------------------------------


def meetings_of(case: Case):
    """The meetings on whose agenda the person stands, the newest first."""
    rows = PlanMeeting.objects.filter(items__case=case).select_related("agency__municipality")
    return rows.distinct().order_by("-held_on", "-pk")


def pack_sheet(
    meeting: PlanMeeting, items=None, recipient: Attendee | None = None, on: dt.date | None = None
) -> Sheet:
    """次第, 出席者名簿, each person in short, and behind it the plan or the 評価 of each.

    For a ``recipient`` from outside only those whose consent covers it on the day ``on`` on
    which it is given (E-06; without one, today); the agency and the city read what the meeting
    lays before them, but for a restricted 台帳 (D16). It is made before the meeting is held,
    and no draft for that.
    """
    rows = meeting.items.all() if items is None else items
    rows = list(rows.select_related(*BESIDE).prefetch_related(*ALONGSIDE))
    told = told_to(rows, recipient, on or today())
    paper = replace(
        meeting_paper(meeting),
        items=tuple(
            replace(item_paper(row), earlier=earlier_of(row))
            if row in told
            else ItemPaper(
                number=row.number,
                kind=row.get_kind_display(),
                withheld=CLOSED if recipient and recipient.is_city else WITHHELD,
            )
            for row in rows
        ),
        recipient=recipient.organisation if recipient else "",
    )
    enclosed = tuple(pair for row in told for pair in enclosed_of(row))
    return replace(sheet_of_meeting(meeting, paper), is_draft=False, enclosed=enclosed)


def told_to(rows, recipient: Attendee | None, on: dt.date) -> list[AgendaItem]:
    """Those of the items that this recipient may read on a day."""
    return [row for row in rows if not why_left_out(row, recipient, on)]


def why_left_out(item: AgendaItem, recipient: Attendee | None, on: dt.date) -> str:
    """Why this recipient may not read of this person on a day; empty if they may."""
    if recipient is None or not recipient.is_outside:
        return ""
    if recipient.is_city:
        return "" if is_open_to_city(item, recipient) else NOT_NAMED
    if recipient.contact is None:
        return UNKNOWN
    return str(obstacle(item.case, council(), on) or "")


def is_open_to_city(item: AgendaItem, recipient: Attendee) -> bool:
    """A restricted 台帳 is told of to those of the city alone who were named for it (D16)."""
    if not item.case.is_restricted:
        return True
    one = Q(user=recipient.user_id) | Q(user__name=recipient.name)
    return item.case.grants.filter(one).exists()


def is_third(recipient: Attendee) -> bool:
    """Neither of the agency nor of the city it works for: they get it on a consent only."""
    return recipient.is_outside and not recipient.is_city


def earlier_of(item: AgendaItem) -> tuple[str, ...]:
    """What meetings decided on this plan before."""
    if item.plan is None:
        return ()
    rows = item.plan.reviews.filter(held_on__lt=item.meeting.held_on).order_by("held_on", "pk")
    subjects = dict(Review.Subject.choices)
    return tuple(
        f"{wareki_short(row.held_on)}　{subjects[row.subject]}　{row.get_outcome_display()}"
        for row in rows
    )


def enclosed_of(item: AgendaItem):
    """The plan, or the 評価 with the plan it judges."""
    if item.evaluation:
        yield DOCUMENTS["form6"], evaluation_sheet(item.evaluation)
    elif item.revision:
        yield DOCUMENTS["form5"], plan_sheet(item.revision)


def pack_lacks(meeting: PlanMeeting, items) -> list[Lack]:
    """What the 会議資料 still lacks, and where it is filled in (E-25)."""
    edit, people = (
        reverse(name, args=[meeting.pk]) for name in ("meeting_edit", "meeting_attendance")
    )
    found = [("場所", meeting.place, edit), ("議長", meeting.chair, edit)]
    found.append(("出席者名簿", meeting.attendees.exists(), people))
    lacks = [Lack(label, url) for label, value, url in found if not value]
    for item in items:
        if item.evaluation:
            missing = DOCUMENTS["form6"].lacking(item.evaluation)
        elif item.revision:
            missing = DOCUMENTS["form5"].lacking(item.revision)
        else:
            missing = ()
        lacks += [
            replace(lack, label=f"{item.case.person.display_name}　{lack.label}")
            for lack in missing
        ]
    return lacks


def blank_meeting(_agency: Organisation | None, _on: dt.date) -> MeetingPaper:
    """The paper to write on by hand."""
    return MeetingPaper(items=(ItemPaper(),))


register(
    [
        Document(
            code="minutes",
            title="支援調整会議 議事録",
            room="meetings",
            subject="meetings.AgendaItem",
            roles=(*STAFF, *CITY_ROLES, Role.ADMIN),
            versions=(Version("meetings/documents/minutes.html"),),
            records=items_of,
            sheet=item_sheet,
            blank=blank_meeting,
            plan_path="plan",
        ),
        Document(
            code="meeting_pack",
            title="支援調整会議 資料",
            room="meetings",
            subject="meetings.PlanMeeting",
            roles=STAFF,
            versions=(Version("meetings/documents/pack.html"),),
            records=meetings_of,
            sheet=pack_sheet,
            blank=blank_meeting,
            is_of_case=False,
            is_numbered=True,
            leaves="agency",
            kept_at="pack_copy",
            goes_to="council",
            purpose="支援調整会議の審議",
        ),
    ]
)
