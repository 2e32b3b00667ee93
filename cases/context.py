"""What stands round every page of one case: the identity band and the thread.

A file of its own (B3 names none for it) because the views of every room above need
the same frame, and a view may not import another room's views.
"""

from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse

from accounts.addresses import address
from accounts.models import STAFF, Role, Viewing, read_people
from accounts.permissions import allow_at
from accounts.standards import labels_of
from accounts.viewing import said_today, seen
from cases import reading
from cases.models import Case, Episode
from cases.models.case import keys_of
from cases.permissions import is_in_charge, is_own_work, roles_of
from rules.calendar import both, today
from rules.choices import label
from rules.refusals import Refused, refuse

State = Episode.State


def in_charge(episode):
    """Where an episode names those in charge, for ``read_people``."""
    return [(episode, field) for field in ("lead", "deputy", "employment")]


def visible_case(request, pk):
    """The 台帳, if this person may see it; else 404: that it exists is a secret too.

    One that was joined into another is still read, but written in no more (E-08).
    """
    case = reading.file_or_joined(request.user, pk)
    if case is None:
        raise Http404
    allow_at(request, case.agency)
    read_people(*in_charge(case.episode))
    if case.joined_into and request.method == "POST":
        raise Refused(
            refuse(
                "E-08",
                state=f"{case.joined_into.number}にまとめた台帳",
                operation="書く",
                options=f"{case.joined_into.number}を開いて書く",
                url=reverse("case_detail", args=[case.joined_into_id]),
            )
        )
    return case


def case_frame(request, case, labels=None, reads=True):
    """What ``cases/case_base.html`` shows of a case, and what is due.

    ``labels`` are the words of the version that judges the plan, where one is shown. Whoever
    sees a plan or a 給付 but not the 台帳 ``reads`` none of it: nothing leads there.
    """
    deadlines = reading.open_deadlines(case.pk)
    asks_purpose = see(request, case)
    labels = labels or labels_of(case.agency.municipality.code)
    return {
        "case": case,
        "labels": labels,
        "deadlines": deadlines,
        "asks_purpose": asks_purpose,
        "band": band(case, deadlines, reads),
        "thread": thread(request, case, labels, reads),
        "rail_links": rail_links(request, case) if reads else [],
    }


def reads_it(user, case):
    """The 台帳 itself, not only what a step brought before the city of it (D16)."""
    if case.agency_id in user.organisation_ids(STAFF):
        return True
    return Case.objects.page(case.pk, *keys_of(user)).exists()


def see(request, case, act=Viewing.Act.OPEN):
    """Write down that this record is seen; True if it has yet to be said why.

    A page of a meeting, and for the city one of a plan, is opened for their own procedure.
    """
    user = request.user
    is_own = is_of_procedure(request, case) or is_own_work(user, case.episode)
    purpose = "" if is_own else said_today(user, case.pk)
    what = {"agency": case.agency, "pk": case.pk, "number": case.number, "act": act}
    seen(request, is_own=is_own, purpose=purpose, **what)
    return not is_own and not purpose


def is_of_procedure(request, case):
    """Whoever is at a meeting, and the city at what it examines: that is their own work."""
    rule = getattr(request.resolver_match.func, "rule", "") if request.resolver_match else ""
    at_city = case.agency.municipality_id in request.user.city_ids()
    return rule.startswith("meetings.") or (at_city and not rule.startswith("cases."))


def band(case, deadlines, reads):
    episode, person = case.episode, case.person
    due = deadlines[0] if deadlines else None
    return {
        "name": person.display_name,
        "sub": "　".join(filter(None, (person.kana, person.age_on(today()), case.number))),
        "url": address("case_detail", case.pk) if reads else "",
        "restricted": case.is_restricted,
        "stage": episode.get_state_display(),
        "stage_detail": f"第{episode.number}回の相談" if episode.number > 1 else "",
        "staff": episode.lead,
        "deputy": episode.deputy,
        "deadline": due.due_on if due else None,
        "deadline_kind": due.kind if due else "",
        "contact": person.contact_way,
    }


# The steps of the thread in the words of the 要綱, the page of each, and the moves that made it.
STEPS = (
    ("受付", "case_detail", ()),
    ("{triage}", "case_detail", ("case.go_on", "case.refer", "case.inform")),
    ("申込・同意", "case_detail", ("case.apply",)),
    ("アセスメント", "assessment", ("case.assessed",)),
    ("スクリーニング", "screening", ("case.screen_continue", "case.screen_inform")),
    ("プラン", "case_plan", ("plan_revision.agree",)),
    ("{meeting}", "case_plan", ("plan_revision.approve",)),
    ("決定・確認", "case_plan", ("case.start_support",)),
    ("支援とモニタリング", "case_plan", ()),
    ("評価", "case_plan", ("evaluation.decide",)),
    ("終結", "case_detail", ("case.close",)),
)
# How far a stage of the case has come on it.
REACHED = {
    State.RECEIVED: 1,
    State.INFORMED: 1,
    State.REFERRING: 1,
    State.HANDED_OVER: 1,
    State.APPLYING: 2,
    State.DECLINED: 2,
    State.ASSESSING: 3,
    State.PLANNING: 5,
    State.IN_SUPPORT: 8,
    State.REASSESSING: 3,
    State.CLOSED: 10,
    State.FOLLOWING_UP: 10,
    State.WATCHING: 10,
    State.SUSPENDED: 0,
}
# … and while a plan is prepared, by the newest move of its version; any other takes it back.
AT_MEETING, AT_CITY = 6, 7
PLAN_REACHED = {
    "table": AT_MEETING,
    "approve": AT_CITY,
    "agree_after": AT_CITY,
    "submit": AT_CITY,
    "pull_back": AT_CITY,
}


def thread(request, case, labels, reads):
    """The course with where this case stands: what is done, where we are, what is to come."""
    episode = case.episode
    moves = reading.moves(episode.pk)
    reached = REACHED[episode.state]
    if episode.state == State.PLANNING:
        of_plan = [row.move for row in moves if row.machine == "plan_revision"]
        reached = PLAN_REACHED.get(of_plan[-1], reached) if of_plan else reached
    dates = {f"{row.machine}.{row.move}": f"{row.on.month}/{row.on.day}" for row in moves}
    steps = []
    for number, (name, page, made_by) in enumerate(STEPS):
        url = address(page, case.pk)
        state = "now" if number == reached and episode.ended_on is None else "todo"
        date = next((dates[move] for move in made_by if move in dates), None)
        if number < reached or number == 0 or date:
            state = "now" if state == "now" else "done"
        step = {"label": labels.fill(name), "state": state, "date": date}
        step["url"] = url if reads else ""
        if number == 0:
            step["date"] = f"{episode.received_on.month}/{episode.received_on.day}"
        here = request.path.startswith(url) if page != "case_detail" else request.path == url
        step["current"] = here and (state == "now" or page in ("assessment", "screening"))
        steps.append(step)
    return steps


def hub_url(case):
    return reverse("assessment", args=[case.pk])


def assessment_line(case):
    """The assessment in one line, for the side of the case page."""
    assessment = next(iter(reading.assessments(case.episode.pk)), None)
    # A finished one is told by its day, an open one by how far it has come.
    counted = assessment is not None and assessment.is_open
    rows = assessment.in_order(reading.assessment_sections(assessment.pk)) if counted else []
    return {
        "assessment": assessment,
        "done": sum(row.state == "done" for row in rows),
        "all": len(rows),
        "is_next": case.episode.state == State.ASSESSING
        and (assessment is None or assessment.is_open),
        "url": hub_url(case),
    }


def intake_facts(case):
    """What 受付 heard, in words: shown wherever it would otherwise be asked again."""
    intake, on = case.episode.intake, case.episode.received_on
    visitor = f"{intake.visitor_name}（{intake.visitor_relation_text}）"
    facts = [
        ("受付日", both(on)),
        ("経路", label("channels", intake.channel, on)),
        ("来談者", visitor if intake.visitor_name else "ご本人"),
        ("お困りのこと", "、".join(intake.topic_words(on))),
        ("急ぐこと", "、".join(label("urgencies", code, on) for code in intake.urgencies)),
        ("ことば", intake.words),
    ]
    return [(name, words) for name, words in facts if words]


def rail_links(request, case):
    links = [
        ("いまの様子と経過", "case_detail"),
        ("この人のいま", "case_now"),
        ("就労と支援", "case_support"),
        ("住居確保給付金", "case_benefits"),
        ("プランの歩み", "plan_history"),
        ("様式と書類", "case_papers"),
    ]
    roles = roles_of(request.user, case.episode)
    if is_in_charge(request.user, case.episode):  # to the others the page would say no
        links.append(("変更の履歴", "case_changes"))
    if roles & set(STAFF):
        links.append(("消した行", "removed_rows"))
    if Role.CHIEF in roles:
        links.append(("担当", "case_assign"))
    found = [
        {
            "label": label,
            "url": (url := address(name, case.pk)),
            "current": "page" if request.path == url else "",
        }
        for label, name in links
    ]
    if Role.CHIEF in roles:
        url = f"{address('viewing_list')}?{urlencode({'number': case.number})}"
        found.append({"label": "だれが見たか", "url": url, "current": ""})
    return found
