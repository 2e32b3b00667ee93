"""様式2, 3, 4 and 7 from what an office wrote: nothing typed twice, nobody else on it."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import STAFF
from accounts.policies import add_policy
from cases.assessment_paper import assessment_sheet, assessments_of
from cases.documents import episodes_of, intake_sheet
from cases.models import CaseGrant
from cases.note_papers import notes_sheet
from cases.papers import IntakePaper
from cases.policy_paper import policies_of
from cases.workflow import save_row, save_section, start_assessment, write_note
from cases.workflow.notes import correct_note, strike_note
from documents.register import DOCUMENTS, Document, Version, register
from documents.rendering import html_of
from documents.workflow import issue
from plans.note_paper import note_sheet
from reports.case_list_paper import list_sheet
from rules.calendar import today
from tests.course import Course, ago
from tests.documents import samples
from tests.documents.reading import text_of


def told(case, by, days, body, **rest):
    return write_note(case, by=by, on=ago(days), method="phone", body=body, **rest)


# ---- 様式2 ------------------------------------------------------------------------


def test_the_assessment_prints_what_each_chapter_was_told(office):
    course = Course(office, kana="しけん はなこ").applied().assessed()
    sheet = assessment_sheet(assessments_of(course.case).first())
    paper = sheet.paper
    assert paper.words["summary"] == "家賃の遅れと仕事の不安。"
    assert paper.said["cohabit"] == "no"
    assert [box.label for box in paper.boxes["issues"] if box.is_on] == [
        "経済的困窮",
        "就職活動困難",
    ]
    assert [box.label for box in paper.boxes["housing"] if box.is_on] == [
        "賃貸アパート・マンション"
    ]
    assert paper.applied_on is not None


def test_the_family_and_the_jobs_of_the_file_stand_on_the_assessment(office):
    course = Course(office).applied()
    case = course.case
    save_row(
        case, "household", by=course.by, name="架空 次郎", relation="child", lives_together=True
    )
    save_row(case, "works", by=course.by, employer="架空製作所", since="2018-04")
    save_row(case, "debts", by=course.by, lender="架空カード", balance=120_000, arrears=8_000)
    assessment = start_assessment(course.episode, by=course.by, on=ago(3))
    paper = assessment_sheet(assessment).paper
    assert [(row.name, row.relation, row.lives) for row in paper.members] == [
        ("架空 次郎", "子", "同居")
    ]
    assert paper.household_n == "2人"
    assert paper.jobs[0].employer == "架空製作所"
    assert (paper.arrears, paper.debts) == ("架空カード 8,000円", "架空カード 残高120,000円")


def test_an_older_revision_is_printed_as_it_was(office, as_):
    course = Course(office).applied().assessed()
    first = assessments_of(course.case).first()
    second = start_assessment(course.episode, by=course.by, on=today())
    row = second.sections.get(code="summary")
    answers = {"summary": "仕事が決まった。", "direction": "続ける。"}
    save_section(row, by=course.by, version=row.version, answers=answers, standings={})
    client = as_("counselor")
    url = reverse("case_paper", args=[course.case.pk, "form2"])
    assert "仕事が決まった" in text_of(client.get(url).content)
    assert "家賃の遅れと仕事の不安" in text_of(client.get(url, {"of": first.pk}).content)


# ---- 様式3 ------------------------------------------------------------------------


@pytest.fixture
def story(office):
    """A case with three notes, one corrected and one struck out."""
    case, by = office.case(name="試験 花子"), office.people["counselor"]
    told(case, by, 9, "家賃のこと")
    middle = told(case, by, 5, "仕事のこと")
    correct_note(middle, by=by, version=middle.version, body="仕事と家計のこと")
    wrong = told(case, by, 3, "別の人のこと")
    strike_note(wrong, by=by, reason="人違い")
    return case


def test_the_list_of_notes_is_in_the_order_of_time_with_what_was_corrected(story):
    paper = notes_sheet(story).paper
    assert [note.body for note in paper.notes] == ["家賃のこと", "仕事と家計のこと", "別の人のこと"]
    assert [note.is_corrected for note in paper.notes] == [False, True, False]
    assert paper.notes[2].struck == "人違い"
    assert paper.count == 2
    assert paper.notes[0].method == "1 電話相談・連絡"


def test_a_period_holds_both_its_days(story):
    period = {"since": ago(5), "until": ago(3)}
    assert [note.on for note in notes_sheet(story, **period).paper.notes] == [ago(5), ago(3)]
    day = {"since": ago(5), "until": ago(5)}
    assert [note.on for note in notes_sheet(story, **day).paper.notes] == [ago(5)]


def test_steps_are_printed_only_if_wished(story, as_):
    client, url = as_("counselor"), reverse("notes_print", args=[story.pk])
    plain = text_of(client.get(url).content)
    wished = text_of(client.get(url, {"with_moves": "on"}).content)
    assert "手続" not in plain
    assert "手続" in wished
    assert "記録2件" in plain
    assert "記録2件" in wished


def test_a_period_that_ends_before_it_begins_is_refused_beside_the_field(story, as_):
    url = reverse("notes_print", args=[story.pk])
    answer = as_("counselor").get(url, {"since": "2026-05-02", "until": "2026-05-01"})
    assert answer.status_code == 422
    assert "E-02" in answer.text
    assert "2026-05-01" in answer.text or "令和8年5月1日" in answer.text


def test_one_note_is_printed_with_who_wrote_it_and_under_which_plan(office):
    course = Course(office).planning().drafted("household_budget")
    note = told(course.case, course.by, 0, "プランの話", partner="本人", place="相談室")
    paper = note_sheet(note).paper
    assert (paper.note.partner, paper.note.place) == ("本人", "相談室")
    assert [box.label for box in paper.staff if box.is_on] == ["相談支援員"]
    assert [box.label for box in paper.methods if box.is_on] == ["電話相談・連絡"]
    assert paper.plan == "初回"


@pytest.mark.parametrize("code", ["form2", "form3", "form3_note"])
def test_what_is_written_for_inside_is_not_the_citys_to_print(office, as_, code):
    course = Course(office).supported()
    url = reverse("case_paper", args=[course.case.pk, code])
    assert as_("officer").get(url).status_code == 403
    assert as_("outsider").get(url).status_code == 404


# ---- 様式4 ------------------------------------------------------------------------


def printed_list(client, **asked):
    return text_of(client.get(reverse("case_list_paper"), asked).content)


def test_the_printed_list_is_the_list_on_the_screen(office, as_):
    client = as_("counselor")
    for number in range(3):
        office.case(name=f"試験 {number}子")
    Course(office, name="試験 進子").planning()
    office.case(by="outsider", name="隣 次郎")
    for asked, count in (({}, 4), ({"state": "planning"}, 1), ({"q": "試験 1子"}, 1)):
        page = client.get(reverse("case_list"), asked)
        assert page.context["page"].paginator.count == count
        text = printed_list(client, **asked)
        assert f"全{count}件" in text
        assert text.count("試験") >= count
        assert "隣次郎" not in text
    assert "段階：プラン策定中" in printed_list(client, state="planning")


def test_a_restricted_case_is_on_the_printed_list_of_the_named_only(office, as_):
    case = office.case(name="秘密 花子")
    case.is_restricted = True
    case.save()
    CaseGrant(case=case, user=office.people["counselor"]).save()
    assert "秘密花子" in printed_list(as_("counselor"))
    assert "秘密花子" not in printed_list(as_("chief"))
    assert "全0件" in printed_list(as_("chief"))


def test_without_names_the_list_has_numbers_only(office, as_):
    case = office.case(name="試験 花子")
    text = printed_list(as_("counselor"), no_names="on")
    assert "試験花子" not in text
    assert case.number in text


def test_a_line_tells_the_course_of_the_case(office):
    course = Course(office).supported()
    case = course.case
    sheet = list_sheet(type(case).objects.filter(pk=case.pk), agency="甲", municipality="990001")
    line = sheet.paper.lines[0]
    assert (line.turn, line.screened) == ("初回", "4 継続支援")
    assert line.decided_on is not None
    assert line.met_on is not None
    assert line.reported_on is not None
    assert "家計改善支援事業" in line.programmes
    assert line.made_on == course.plan.newest.made_on


def test_a_longer_list_asks_the_database_no_more(office):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            list_sheet(
                type(case).objects.filter(agency=case.agency), agency="甲", municipality="990001"
            )
        return len(queries)

    case = Course(office).planning().case
    before = asked()
    for _ in range(3):
        Course(office).planning()
    assert asked() == before


def test_a_list_of_many_cases_is_not_printed_from_the_page_of_one(office, as_):
    case = office.case()
    assert as_("counselor").get(reverse("case_paper", args=[case.pk, "form4"])).status_code == 404
    assert "form4" not in as_("counselor").get(reverse("case_papers", args=[case.pk])).text


# ---- 様式7 ------------------------------------------------------------------------


def test_the_rules_are_printed_as_they_were_shown_at_the_consent(office, as_):
    course = Course(office).applied()
    shown = course.episode.consents.get().policy
    admin = office.people["admin"]
    place = office.places["center"]
    add_policy(place, by=admin, valid_from=today() + dt.timedelta(days=0), body="あたらしい規程。")
    assert policies_of(course.case).get() == shown
    pdf = as_("counselor").get(reverse("case_paper", args=[course.case.pk, "form7"])).content
    assert f"第{shown.number}版" in text_of(pdf)
    assert "あたらしい規程" not in text_of(pdf)
    later = office.case(name="あとの人")
    assert policies_of(later).get().body == "あたらしい規程。"


# ---- the eight together ---------------------------------------------------------------

FORMS = {
    "form1": ("様式１", "相談受付・申込票"),
    "form2": ("様式２", "インテーク・アセスメントシート"),
    "form3": ("様式３", "支援経過記録シート"),
    "form4": ("様式４", "支援ケース一覧"),
    "form5": ("様式５", "プラン兼事業等利用申込書"),
    "form6": ("様式６", "評価シート"),
    "form7": ("様式７", "個人情報に関する管理・取扱規程"),
    "form8": ("様式８", "支援提供"),
}


def test_sapporo_has_the_eight_forms_under_their_numbers():
    for code, (number, title) in FORMS.items():
        html = html_of(DOCUMENTS[code], samples.sheet(samples.PAPERS[code], "011002"), samples.DAY)
        assert f'<p class="no">{number}<' in html, code
        assert title in html, code


@pytest.mark.parametrize("code", ["152021", "432121"])
def test_where_the_standard_forms_have_no_number_they_print_by_their_titles(code):
    for form, (number, title) in FORMS.items():
        html = html_of(DOCUMENTS[form], samples.sheet(samples.PAPERS[form], code), samples.DAY)
        assert number not in html, form
        assert title in html, form


@pytest.mark.parametrize(
    ("code", "name"), [("152021", "長岡市"), ("011002", "札幌市"), ("432121", "上天草市")]
)
def test_the_head_of_every_form_names_the_law_and_the_citys_own_project(code, name):
    for form in FORMS:
        html = html_of(DOCUMENTS[form], samples.sheet(samples.PAPERS[form], code), samples.DAY)
        head = html[html.index('<p class="no">') : html.index("</p>")]
        assert "根拠　生活困窮者自立支援法（平成25年法律第105号）第３条第２項" in head, form
        assert f"、{name}生活困窮者自立相談支援事業" in head, form


# ---- 支援台帳 -------------------------------------------------------------------------


def test_the_whole_file_is_one_paper_with_every_form_in_it(office, as_):
    course = Course(office, kana="しけん はなこ").supported()
    told(course.case, course.by, 3, "家計表の話")
    url = reverse("case_paper", args=[course.case.pk, "ledger"])
    text = text_of(as_("counselor").get(url).content)
    for words in (
        "支援台帳",
        "相談受付・申込票",
        "インテーク・アセスメントシート",
        "プラン兼事業等利用申込書",
        "議事録",
        "プラン提出書",
        "家計表の話",
    ):
        assert words in text, words
    assert as_("officer").get(url).status_code == 403
    assert as_("outsider").get(url).status_code == 404


# ---- one more form --------------------------------------------------------------------


@pytest.fixture
def one_more(settings, tmp_path):
    """A 様式 that a municipality adds: one entry and one template, nothing else."""
    settings.MUNICIPALITIES_DIR = tmp_path
    path = tmp_path / "990001_tsumugi" / "templates" / "cases" / "documents"
    path.mkdir(parents=True)
    (path / "visit_card.html").write_text(
        '{% extends "documents/base.html" %}{% load paper %}'
        "{% block content %}<h1>{{ title }}</h1>"
        "<p>{{ paper.name }} 様　{{ paper.number }}</p>{% endblock %}",
        encoding="utf-8",
    )
    document = Document(
        code="visit_card",
        title="来所カード",
        room="cases",
        subject="cases.Episode",
        roles=STAFF,
        versions=(Version("cases/documents/visit_card.html"),),
        records=episodes_of,
        sheet=intake_sheet,
        blank=lambda _agency, _on: IntakePaper(),
        offered=lambda municipality, _on: municipality == "990001",
    )
    register([document])
    yield document
    del DOCUMENTS["visit_card"]


def test_one_more_form_is_one_entry_and_one_template(one_more, office, as_):
    case = office.case(name="試験 花子")
    client = as_("counselor")
    assert "来所カード" in client.get(reverse("case_papers", args=[case.pk])).text
    pdf = client.get(reverse("case_paper", args=[case.pk, "visit_card"])).content
    assert "試験花子様" in text_of(pdf)
    assert case.number in text_of(pdf)
    blank = client.get(reverse("case_paper_blank", args=[case.pk, "visit_card"])).content
    assert "来所カード" in text_of(blank)
    assert "試験花子" not in text_of(blank)
    assert (
        as_("officer").get(reverse("case_paper", args=[case.pk, "visit_card"])).status_code == 404
    )
    issued = issue(
        one_more,
        case.episode,
        by=office.people["counselor"],
        on=today(),
        organisation=office.places["center"],
    )
    assert "来所カード" in text_of(bytes(issued.copy.pdf))
