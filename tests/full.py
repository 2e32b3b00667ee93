"""An office in which every screen has something to show, made by the real verbs."""

import datetime as dt

from accounts.models import (
    Draft,
    Membership,
    PostReason,
    PrivacyPolicy,
    Qualification,
    Role,
    Training,
    User,
)
from accounts.policies import add_policy
from accounts.workflow import add_counter, save_qualification, save_view
from cases.models import NoteTemplate
from cases.workflow import referral_workflow, start_assessment
from cases.workflow.correcting import remove_record
from cases.workflow.deadlines import set_deadline
from cases.workflow.exemptions import judge_exemption
from cases.workflow.hard import mark_hard
from cases.workflow.household import remove_row, save_budget, save_own_income, save_row
from cases.workflow.joining import join_cases
from cases.workflow.notes import correct_note, strike_note, write_note
from cases.workflow.receive import consult_again, withdraw_case
from cases.workflow.records import (
    make_appointment,
    record_early_support,
    record_employer_visit,
    record_income_rise,
    record_job_search,
    record_job_start,
    remove_appointment,
)
from cases.workflow.restriction import restrict
from cases.workflow.transfer import ask_transfer
from documents.batches import Wanted, order
from documents.register import DOCUMENTS
from documents.workflow import issue
from housing_benefit.workflow import change_account
from incidents.workflow import (
    add_person,
    complaint_workflow,
    incident_workflow,
    near_miss_workflow,
    receive_complaint,
    record_incident,
    record_near_miss,
    set_procedure,
    tell_contact,
    write_statement,
)
from meetings.handing_out import hand_out_pack, recipients_of
from meetings.workflow import add_evaluation, add_plan, add_report, adjust
from network.models import Contact
from plans.models import HelloworkRequest
from plans.workflow import hellowork_workflow, start_provision
from plans.workflow.writing import open_revision
from rules.calendar import fiscal_year, today
from tests.benefits import Benefit, decided, judged_in, order_of, paid
from tests.course import Course, ago
from tests.office import PASSWORD

BUDGET, LOAN = "household_budget", "welfare_loan"
LONG = "夜勤がなくなり、家賃が2か月遅れている。" * 12


def admin_of_the_city(office):
    """The 管理者 of the city's own office, who keeps the agencies."""
    user = User.objects.create_user(
        "city_admin", PASSWORD, name="試験 city_admin", pledged_on=today()
    )
    Membership(user=user, organisation=office.places["city"], role=Role.ADMIN).save()
    office.people["city_admin"] = user


class Full:
    """Each attribute is one Course (or one record) that stands where its name says."""

    def __init__(self, office):
        self.office, self.people = office, office.people
        self.by, self.chief = self.people["counselor"], self.people["chief"]
        self.officer, self.approver = self.people["officer"], self.people["approver"]
        self.keep_house()
        self.begin()
        self.assess()
        self.refer()
        self.write_plans()
        self.lay_before_the_city()
        self.support()
        self.end()
        self.meet()
        self.go_wrong()
        self.type_without_saving()
        self.print_many()

    def course(self, name, **person):
        return Course(self.office, name=name, **person)

    def keep_trainings(self):
        """One to come, one that was."""
        common = {"organisation": self.place, "theme": "cases", "way": "workshop"}
        self.training = Training(on=ago(-9), title="事例検討", is_wide=True, **common)
        self.training.save()
        Training(on=ago(30), title="情報交換", report="家族の話を先に聞く", **common).save()

    def keep_staff(self):
        """What the register keeps of one colleague, and why another holds a post without it."""
        self.certificate = save_qualification(
            self.by,
            self.place,
            Qualification.Kind.CERTIFICATE,
            by=self.people["admin"],
            name=Role.COUNSELOR,
            number="第12号",
            obtained_on=ago(900),
        )
        self.post_reason = PostReason(
            user=self.chief, organisation=self.place, subject=Role.CHIEF, reason="来月に研修。"
        )
        self.post_reason.save()

    # ---- the house itself ---------------------------------------------------------

    def keep_house(self):
        place, city = self.office.places["center"], self.office.places["city"]
        admin_of_the_city(self.office)
        self.place, self.counselor = place, self.by
        self.counter = add_counter(place, by=self.chief, name="本庁窓口", hours="平日 9時から17時")
        PrivacyPolicy(organisation=place, number=1, valid_from=ago(900), body="守ります。").save()
        self.policy = add_policy(place, by=self.chief, valid_from=ago(-30), body="来月から。")
        self.clinic = Contact(municipality=city.municipality, category="medical", name="港診療所")
        self.clinic.save()
        self.labour = Contact(
            municipality=city.municipality, category="hellowork", name="つむぎ公共職業安定所"
        )
        self.labour.save()
        self.keep_staff()
        self.keep_trainings()
        self.template = NoteTemplate(organisation=place, title="初回", body="【様子】\n【希望】")
        self.template.save()
        self.view = save_view(by=self.by, name="期限をすぎた方", query="late=on")

    # ---- from the first call to the assessment -----------------------------------------

    def begin(self):
        self.fresh = self.office.case(name="新任 みどり", on=ago(2))
        for _twin in range(2):
            self.office.case(name="双葉 一", kana="ふたば はじめ", birth="1960-04-01")
        self.received = self.course("渡部 明", kana="わたべ あきら", tel_mobile="090-0000-1111")
        case = self.received.case
        mark_hard(case.episode, by=self.chief, reason="家族の対立")
        set_deadline(case, key="call", kind="電話", due_on=ago(4), reason="約束")
        self.visit = make_appointment(
            case, by=self.by, on=today(), kind="visit", place="ご自宅", purpose="様子を聞く"
        )
        remove_appointment(make_appointment(case, by=self.by, on=today(), kind="phone"), by=self.by)
        self.applying = self.course("申込 太郎").move("go_on", 118, reason="家計と仕事の両方")
        self.restricted = self.course("秘密 花子")
        self.restrict(self.restricted.case)
        self.benefit = Benefit(self.office, "給付 準備")
        self.benefit_sent = Benefit(self.office, "給付 送付").sent()
        with judged_in(self.office, "sapporo"):
            self.benefit_granted = Benefit(self.office, "給付 決定").ruled()
            self.benefit_refused = Benefit(self.office, "給付 不支給", assets=9_000_000).ruled()
            self.benefit_suspended = Benefit(self.office, "給付 中断").ruled()
            ill = order_of(self.benefit_suspended, "suspend", "illness")
            decided(self.benefit_suspended, ill, ill.happened_on)
        self.order = order_of(self.benefit_granted, "stop", "moved_out")
        moving = Benefit(self.office, "給付 照会", kind="move").sent()
        self.benefit_inquired = moving.move("inquire", "officer", reason="見積書の日付")
        started = {"on": self.benefit_granted.row.decided_on, "kind": "regular"}
        record_job_start(self.benefit_granted.case, by=self.by, **started)
        self.payment = paid(self.benefit_sent, self.office, today().replace(day=1))
        change_account(
            self.benefit_sent.row,
            by=self.by,
            account="波銀行 0000513",
            reason="家主の口座が変わった",
        )
        self.transferred = self.course("移管 三郎")
        direct = self.office.places["direct"]
        self.transfer = ask_transfer(
            self.transferred.case, by=self.chief, receiving=direct, reason="転居のため"
        )

    def restrict(self, case):
        named = [self.by, self.chief]
        restrict(case, by=self.chief, reason="知り合いが職員にいる", named=named)

    def assess(self):
        self.assessing = self.course("試験 花子", birth="1975-04-01").applied()
        case, by = self.assessing.case, self.by
        self.consent = case.episode.consents.first()
        start_assessment(case.episode, by=by, on=ago(110))
        self.member = save_row(
            case,
            "household",
            by=by,
            name="試験 一郎",
            birth="2010-05-01",
            incomes={"pension": 96400},
        )
        self.debt = save_row(case, "debts", by=by, lender="港信用金庫", balance=300000)
        self.work = save_row(case, "works", by=by, employer="港倉庫")
        for kind, column in (("household", "name"), ("debts", "lender"), ("works", "employer")):
            row = save_row(case, kind, by=by, **{column: "まちがい"})
            remove_row(case, kind, row, by=by)
        save_own_income(case, by=by, version=0, incomes={"wages": 120000})
        month = today().replace(day=1)
        save_budget(case, month, by=by, version=0, actual={"rent": 48000}, planned={"rent": 48000})
        self.note = write_note(case, by=by, on=ago(9), method="visit", body=LONG)
        correct_note(
            self.note,
            by=by,
            version=self.note.version,
            on=ago(9),
            method="visit",
            body=LONG + "直した。",
        )
        wrong = write_note(case, by=by, on=ago(8), method="phone", body="別の方の話")
        strike_note(wrong, by=by, reason="人違い")
        self.record_work(case)

    def record_work(self, case):
        by = self.by
        self.early = record_early_support(
            case, by=by, started_on=ago(60), kind="other", content="米を渡した"
        )
        self.search = record_job_search(
            case, by=by, on=ago(50), kind="apply", result="面接へ", employer="港市場"
        )
        self.employer_visit = record_employer_visit(
            case, by=by, on=ago(45), employer="港市場", purpose="職場の見学", result="来月から"
        )
        self.start = record_job_start(case, by=by, on=ago(40), kind="regular")
        self.rise = record_income_rise(case, by=by, on=ago(10), before_yen=0, after_yen=120000)
        remove_record(
            record_job_search(case, by=by, on=ago(9), kind="other", result="まちがい"), by=by
        )

    def refer(self):
        """A つなぎ on each of its steps."""
        steps = {
            "planned": (),
            "sent": (("send", {"way": "電話"}),),
            "accepted": (("send", {"way": "電話"}), ("accept", {"accepted_by": "相談室"})),
            "rejected": (("send", {"way": "電話"}), ("reject", {"reason": "満床"})),
        }
        for state, moves in steps.items():
            course = self.course(f"紹介 {state}")
            course.move(
                "refer", 118, contact=self.clinic, reason="受診が要る", consent_method="oral"
            )
            referral = course.episode.referrals.get()
            for number, (name, data) in enumerate(moves):
                referral_workflow.advance(referral, name, by=self.by, on=ago(110 - number), **data)
            setattr(self, f"referral_{state}", referral)
        self.referred, self.oral = course, course.episode.consents.get()

        self.judge()

    def judge(self):
        """Without a consent: one giving that the 主任 has not read of."""
        self.told = self.course("例外 一郎")
        self.exemption = judge_exemption(
            self.told.case,
            by=self.by,
            on=ago(3),
            recipient=str(self.clinic),
            ground="life",
            reason="薬が切れ、意識がはっきりしない。",
            no_consent="電話に出られる状態にない。",
            judged_by=self.by,
        )

    # ---- the plan -------------------------------------------------------------------

    def planned(self, name, *keys):
        return self.course(name).planning().drafted(*keys or (BUDGET,))

    def write_plans(self):
        self.planless = self.course("計画 前").planning()
        self.finished = self.planless.episode.assessments.get()
        self.drafted = self.planned("計画 下書")
        self.agreed = self.planned("計画 同意").agreed()
        self.unsigned = self.planned("計画 口頭").agreed(method="oral")
        returned = self.planned("計画 差戻").agreed()
        self.returned = returned.reviewed("returned", reason="家計の見通しが足りない")
        self.approved = self.planned("計画 了承").agreed().reviewed()

    def at_the_city(self, name, *keys):
        return self.planned(name, *keys).agreed().reviewed().submitted()

    def lay_before_the_city(self):
        """A programme on each of the city's steps."""
        self.submitted = self.at_the_city("提出 済", BUDGET, LOAN, "housing_benefit")
        self.reported = self.at_the_city("報告 済", "own_support")
        self.letter = issue(
            DOCUMENTS["submission"],
            self.submitted.submission,
            by=self.by,
            on=today(),
            organisation=self.place,
            recipient="つむぎ市長",
        )
        self.inquired = self.at_the_city("照会 中", LOAN)
        self.inquired.rule(LOAN, "inquire", reason="期間を教えてください")
        self.inquired_programme = self.inquired.programme(LOAN)
        self.examining = self.at_the_city("審査 中")
        self.examining.rule(BUDGET, "examine")
        self.examining_programme = self.examining.programme(BUDGET)
        self.eligible = self.at_the_city("要件 該当").examined(BUDGET)
        self.eligible.rule(BUDGET, "fulfil")
        self.in_approval = self.at_the_city("決裁 中").examined(BUDGET)
        self.in_approval.rule(BUDGET, "fulfil")
        self.in_approval.rule(BUDGET, "draft")
        self.refused = self.at_the_city("決定 不可").examined(BUDGET)
        self.refused.rule(BUDGET, "refuse", reason="収入の証明が付いていない", clause="6(1)")
        self.hellowork = self.at_the_city("支援 要請", "hellowork_program", BUDGET)
        self.request = HelloworkRequest.objects.get(programme__plan=self.hellowork.plan)
        self.sending = self.at_the_city("支援 送付", "hellowork_program", BUDGET)
        self.request_approved = HelloworkRequest.objects.get(programme__plan=self.sending.plan)
        hellowork_workflow.advance(self.request_approved, "approve", by=self.officer, on=ago(76))

    def support(self):
        self.decided = self.course("決定 済").supported()
        self.decided_programme = self.decided.programme(BUDGET)
        self.supported = self.course("提供 中").supported().monitored()
        self.supported_programme = self.supported.programme(BUDGET)
        start_provision(self.supported_programme, by=self.by, on=ago(69))
        self.evaluated = self.course("評価 中").supported().monitored().evaluated()
        self.changing = self.course("変更 中").supported()
        open_revision(self.changing.plan, by=self.by, why="仕事が決まった", on=ago(5))
        self.decided.rule(BUDGET, "notify", days=73, way="郵送")

    def end(self):
        self.closed = self.course("終結 済").closed()
        self.follow = self.closed.episode.follow_ups.get()
        self.suspended = self.course("中断 中").move("suspend", 20, reason="連絡が取れない")
        other = self.course("中断 重複").move("suspend", 20, reason="同じ方")
        self.joined = other.case
        join_cases(self.received.case, other.case, by=self.chief, reason="本人に確かめた")
        withdraw_case(self.office.case(name="誤登録 五郎"), by=self.chief, reason="誤り")
        again = self.course("再度 相談")
        again.move("inform", 100, given="貸付の窓口", reason="情報のみで足りる")
        intake = {"channel": "self_phone", "words": "また困っている。"}
        consult_again(again.case, by=self.by, on=ago(3), intake=intake)
        self.again = again

    def meet(self):
        """A meeting of today with each kind of item, one held, one to come."""
        self.held = self.approved.held
        self.invited = recipients_of(self.held).first()
        items = self.held.items.all()
        self.handed = hand_out_pack(self.held, self.invited, items, by=self.by, on=today())
        self.coming = self.agreed.meeting(days=-3).held
        tabled = self.planned("付議 中").agreed().meeting(days=0)
        self.meeting, self.tabled = tabled.held, tabled
        self.item = add_plan(self.meeting, tabled.plan, by=self.by)
        adjust(self.item, by=self.by, on=today(), partner="市", result="異議なし", way="電話")
        self.tabled_evaluation = self.course("評価 付議").supported().monitored().evaluated()
        laid = self.tabled_evaluation.evaluation
        laid.refresh_from_db()
        self.item_evaluation = add_evaluation(self.meeting, laid, by=self.by)
        reported = self.course("中断 報告").supported()
        reported.move("suspend", 15, reason="連絡が取れない")
        self.item_report = add_report(self.meeting, reported.case, by=self.by)
        self.empty_meeting = self.course("空 会議").meeting(days=0).held

    def go_wrong(self):
        """苦情, 事故 and ヒヤリハット on each of their steps."""
        chief, case = self.chief, self.received.case
        told = {"way": "phone", "kind": "delay", "body": "折り返しの電話がない。", "case": case}
        steps = (
            ("assign", {"handler": chief, "answer_by": ago(-7)}),
            ("examine", {"facts": "伝言が渡っていない。"}),
            ("answer", {"answer": "おわびした。", "answer_way": "phone"}),
            ("finish", {"prevention": "伝言の表をつくる。"}),
        )
        for count in range(len(steps) + 1):
            row = receive_complaint(self.place, by=self.by, received_on=ago(3), **told)
            for name, data in steps[:count]:
                complaint_workflow.advance(row, name, by=chief, **data)
            setattr(self, f"complaint_{row.state}", row)
        city = {"instruction": "回収し、知らせる。", "instructor": "担当"}
        when = {"reported_at": dt.time(9, 30), "reported_to": "福祉課"}
        later = {"measure": "2人で確かめる。", "measure_by": ago(-20)}
        steps = (
            ("examine", {"facts": "宛名がちがう。"}),
            ("report", when),
            ("instruct", city),
            ("scope", {"scope": "封筒1通", "data_kinds": ["identity"], "nobody_reason": "未開封"}),
            ("inform", {}),
            ("find_cause", {"cause": "1人で封入した。"}),
            ("prevent", later),
            ("judge", {"is_published": False, "publish_reason": "未開封で戻った。"}),
            ("finish", {}),
        )
        for count in range(len(steps) + 1):
            row = record_incident(self.place, by=self.by, kind="leak", body="誤送", found_on=ago(5))
            for name, data in steps[:count]:
                incident_workflow.advance(row, name, by=chief, **data)
            setattr(self, f"incident_{row.state}", row)
        desk = {
            "desk": "主任",
            "address": "つむぎ町1",
            "tel": "03-0000-0000",
            "email": "a@b.example",
        }
        procedure = set_procedure(
            self.place, by=chief, valid_from=ago(30), body="受けた日に主任へ。", **desk
        )
        tell_contact(procedure, by=chief, contact=self.clinic, on=ago(2), way="会議で")
        self.affected = add_person(self.incident_found, by=chief, case=case)
        near = {"kind": "lost", "body": "かばんを置き忘れかけた。"}
        self.near_miss = record_near_miss(self.place, by=self.by, **near)
        shared = record_near_miss(self.place, by=self.by, is_unnamed=True, **near)
        near_miss_workflow.advance(shared, "share", by=chief, shared_how="朝に話した。")
        self.near_miss_shared = shared
        told = {"mission": "ひとりにしない。", "activities": "相談と同行。", "finance": ""}
        money = {"income": 12_000_000, "expense": 11_800_000}
        known = {"published_on": ago(1), "published_how": "窓口の掲示"}
        year = fiscal_year(ago(1))
        self.statement = write_statement(self.place, by=chief, year=year, **told, **money, **known)

    def type_without_saving(self):
        """One draft that waits on its page, one that was put aside."""
        for key, aside in (("standing", None), ("aside", self.note.created_at)):
            Draft.objects.create(
                user=self.by,
                key=key,
                path=f"/cases/{self.received.case.pk}/",
                title="支援経過",
                typed=[["body", "書きかけの文"]],
                words="書きかけの文",
                typed_at=self.note.created_at,
                discarded_at=aside,
            )

    def print_many(self):
        """Papers ordered in one go, one of which cannot be made."""
        keys = [row.case.pk for row in (self.received, self.supported)]
        wanted = [Wanted("form1", "相談受付・申込票", key, key) for key in keys]
        self.printing = order(
            wanted,
            by=self.by,
            title="相談受付・申込票　2件",
            form="pdf",
            with_gaps=False,
            now=self.note.created_at,
        )
        self.printing.sheets.filter(position=1).update(problem="もとの記録がなくなりました。")
