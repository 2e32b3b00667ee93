"""The course as the office takes it, step by step, by the real verbs: for tests of later steps."""

import datetime as dt

from accounts.models import PrivacyPolicy
from cases.workflow import assign, case_workflow, finish_assessment, save_section, start_assessment
from meetings.workflow import (
    add_evaluation,
    add_plan,
    meeting_workflow,
    record_item,
    schedule,
    set_attendees,
)
from plans.workflow import (
    draft_plan,
    monitor,
    programme_workflow,
    revision_workflow,
    save_evaluation,
    save_revision,
    start_evaluation,
    submit,
)
from plans.workflow.examination import save_examination
from rules.calendar import today

MUST = {
    "family": {"cohabit": "no", "housing": "rented_flat"},
    "income": {"assistance": "none"},
    "work": {"work_status": "seeking"},
    "issues": {"issues": ["poverty", "job_seek"]},
    "summary": {"summary": "家賃の遅れと仕事の不安。", "direction": "まず家賃。"},
    "will": {"will": "早く働きたい。"},
}
ITEM = {
    "goal": "午前中に起きる",
    "by_person": "起きた時刻を書く",
    "by_support": "月曜に電話する",
    "who": "相談センター",
    "period": "3か月",
    "is_employment": False,
    "is_informal": False,
}
CLOSING = {
    "reason": "solved",
    "handing": False,
    "handing_why": "ほかの機関は要りません。",
    "watching": False,
    "watching_why": "家族がそばにいます。",
    "following": True,
    "following_why": "仕事が続くか、電話で聞きます。",
}


def ago(days):
    return today() - dt.timedelta(days=days)


KINDS = {
    "work_training": {
        "kind": "非雇用型",
        "kind_person": "短い時間から試したい",
        "kind_place": "週2日なら受け入れられる",
        "kind_reason": "体調を見ながら慣れるため",
    }
}


class Course:
    """One case on its way; every step is dated so many days ago.

    ``case``: one that was received otherwise, and by whom it is led, goes on from there.
    """

    def __init__(self, office, by="counselor", case=None, **person):
        self.office, self.by = office, office.people[by]
        self.chief, self.officer = office.people["chief"], office.people["officer"]
        self.approver = office.people["approver"]
        place = office.places["center"]
        if not place.policies.exists():
            PrivacyPolicy(
                organisation=place, number=1, valid_from=ago(900), body="守ります。"
            ).save()
        self.case = case or office.case(by=by, on=ago(120), **{"name": "試験 花子", **person})
        self.episode = self.case.episode
        assign(self.episode, by=self.chief, lead=self.by)

    def move(self, name, days, by=None, **data):
        case_workflow.advance(self.episode, name, by=by or self.by, on=ago(days), **data)
        return self

    def applied(self):
        anyway = "ほかに相談先がない"  # where the 要綱 asks more than this person tells
        self.move("go_on", 118, reason="家計と仕事の両方に課題", exception=anyway)
        everyone = ["c1", "c2", "c3", "c4", "c5"]
        return self.move("apply", 117, method="written", purposes=["support"], recipients=everyone)

    def assessed(self, days=110):
        assessment = start_assessment(self.episode, by=self.by, on=ago(days))
        for section in assessment.sections.all():
            if section.code in MUST:
                save_section(
                    section,
                    by=self.by,
                    version=section.version,
                    answers=MUST[section.code],
                    standings={},
                )
        finish_assessment(assessment, by=self.by, on=ago(days - 5))
        return self

    def planning(self):
        self.applied().assessed()
        return self.move("screen_continue", 100, reason="継続して支える必要がある")

    def drafted(self, *keys, months=6, days=95):
        self.plan = draft_plan(self.episode, by=self.by, on=ago(days))
        self.write(*keys, months=months)
        return self

    def write(self, *keys, months=6, **fields):
        revision = self.plan.newest
        start = ago(70)
        text = {
            "issues": "家賃の遅れ",
            "approach": "住まいを守りながら仕事を探す",
            "goal_long": "ひとりで暮らしを立てる",
            "goal_short": "3か月で面接を受ける",
            "start_on": start,
            "end_on": start + dt.timedelta(days=30 * months),
            "next_monitoring_on": today() + dt.timedelta(days=10),
            "review_months": 3,
            "is_job_target": True,
            "memo": "",
        } | fields
        lines = [
            {"key": key, "content": f"{key}を使う", "provider": "委託先"} | KINDS.get(key, {})
            for key in keys
        ]
        save_revision(
            revision,
            by=self.by,
            version=revision.version,
            fields=text,
            items=[ITEM],
            lines=lines,
        )
        return self

    def agreed(self, days=90, method="written"):
        revision_workflow.advance(
            self.plan.newest, "agree", by=self.by, on=ago(days), method=method
        )
        return self

    def meeting(self, days=80, city=True, outside=True):
        self.held = schedule(self.office.places["center"], by=self.chief, held_on=ago(days))
        rows = [
            {
                "organisation": "つむぎ相談センター",
                "name": "試験 chief",
                "is_outside": False,
                "user": self.chief,
            }
        ]
        if city:
            rows.append(
                {
                    "organisation": "つむぎ市 福祉課",
                    "name": "試験 officer",
                    "is_city": True,
                    "user": self.officer,
                }
            )
        if outside:
            rows.append({"organisation": "社会福祉協議会", "name": "外部 一郎"})
        set_attendees(self.held, rows, by=self.chief)
        return self

    def reviewed(self, outcome="approved", days=80, **data):
        self.meeting(days)
        self.item = add_plan(self.held, self.plan, by=self.by)
        record_item(self.item, by=self.chief, outcome=outcome, **data)
        meeting_workflow.advance(self.held, "close", by=self.chief, on=ago(days))
        self.plan.refresh_from_db()
        return self

    def submitted(self, days=78):
        self.submission = submit(self.plan, by=self.by, on=ago(days))
        return self

    def programme(self, key):
        return self.plan.programmes.select_related("plan", "submission").get(key=key)

    def rule(self, key, name, days=75, by=None, **data):
        return programme_workflow.advance(
            self.programme(key), name, by=by or self.officer, on=ago(days), **data
        )

    def examined(self, key, answer="met", days=75):
        self.rule(key, "examine", days)
        programme = self.programme(key)
        save_examination(
            programme,
            by=self.officer,
            answers={row.pk: (answer, "申込書") for row in programme.checks.all()},
            is_fit=True,
            fitness="目標に合っている",
        )
        return self

    def decided(self, key, days=74):
        self.examined(key)
        self.rule(key, "fulfil", days)
        self.rule(key, "draft", days)
        self.rule(key, "decide", days, by=self.approver)
        self.plan.refresh_from_db()
        self.episode.refresh_from_db()
        return self

    def supported(self):
        self.planning().drafted("household_budget").agreed().reviewed().submitted()
        return self.decided("household_budget")

    def monitored(self, days=40):
        monitor(self.plan, by=self.by, on=ago(days), method="phone", findings="家計表が続いている")
        return self

    def evaluated(self, result="close", days=10, changes=("budget",)):
        evaluation = start_evaluation(self.plan, by=self.by, on=ago(days))
        save_evaluation(
            evaluation,
            by=self.by,
            version=evaluation.version,
            fields={
                "achievement": "家計表を3か月続けた",
                "remaining": "貯えがまだ少ない",
                "wish": "もうひとりでやれる",
                "opinion": "終結してよい",
                "result": result,
            },
            changes=list(changes),
        )
        self.evaluation = evaluation
        return self

    def evaluation_reviewed(self, outcome="close", days=8, **data):
        self.meeting(days)
        self.evaluation.refresh_from_db()
        item = add_evaluation(self.held, self.evaluation, by=self.by)
        record_item(item, by=self.chief, outcome=outcome, **data)
        meeting_workflow.advance(self.held, "close", by=self.chief, on=ago(days))
        self.episode.refresh_from_db()
        self.plan.refresh_from_db()
        return self

    def closed(self):
        self.supported().monitored().evaluated()
        closing = CLOSING | {"follow_up_on": today() + dt.timedelta(days=20)}
        return self.evaluation_reviewed(closing=closing)
