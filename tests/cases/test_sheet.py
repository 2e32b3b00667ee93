"""様式1 after 受付: who may correct it, what is kept, and a history in words."""

import pytest
from django.urls import reverse

from cases.models import Intake, Note
from cases.workflow import assign
from cases.workflow.sheet import sheet_version
from rules.calendar import today
from rules.choices import choices


@pytest.fixture
def case(office):
    case = office.case(name="山田 一郎", kana="やまだ いちろう", tel_mobile="090-0000-1111")
    assign(case.episode, by=office.people["chief"], lead=office.people["counselor"])
    return case


def typed(case, **changes):
    return {
        "version": sheet_version(case.episode),
        "call_name": "電話の方",
        "name": "山田 一郎",
        "kana": "やまだ いちろう",
        "channel": "self_phone",
        "tel_mobile": "090-0000-1111",
        "words": "家賃が払えるか心配。",
    } | changes


def save(as_, case, who="counselor", **changes):
    return as_(who).post(reverse("case_sheet", args=[case.pk]), typed(case, **changes))


def history(as_, case):
    return as_("chief").get(reverse("case_changes", args=[case.pk])).text


def topics(number):
    return choices("consult_topics", on=today())[:number]


def test_what_is_learned_later_is_put_on_it(office, as_, case):
    page = as_("counselor").get(reverse("case_sheet", args=[case.pk]))
    assert "090-0000-1111" in page.text
    (one, _first), (two, _second), (most, _third) = topics(3)
    changes = {"birth": "S35.4.1", "address": "架空町1", "topics": [one, two], "most": most}
    assert save(as_, case, **changes).status_code == 302
    case.person.refresh_from_db()
    assert (case.person.birth, case.person.address) == ("1960-04-01", "架空町1")
    marks = dict(case.episode.intake.topics.values_list("code", "mark"))
    assert marks == {one: "some", two: "some", most: "most"}
    assert "架空町1" in history(as_, case)


def test_someone_not_in_charge_does_not_correct_it(office, as_, case):
    answer = save(as_, case, who="employment")
    assert answer.status_code == 403
    assert "E-03" in answer.text


def test_saving_what_already_stands_leaves_no_line(office, as_, case):
    version = sheet_version(case.episode)
    assert save(as_, case).status_code == 302
    assert sheet_version(case.episode) == version
    assert not Note.objects.filter(move="correct_sheet").exists()
    assert "はじめに書いたあと、変更はありません。" in history(as_, case)


def test_the_line_in_the_story_names_what_was_changed(office, as_, case):
    save(as_, case, address="架空町1", tel_home="0258-00-0000")
    line = Note.objects.get(move="correct_sheet")
    assert line.body == "受付票・申込票を直しました：住所、電話（自宅）"


def test_the_history_speaks_in_words(office, as_, case):
    save(as_, case, birth="S35.4.1", channel="family_phone")
    page = history(as_, case)
    assert "1960年4月1日（昭和35年" in page
    assert "self_phone" not in page
    assert dict(choices("channels", on=today()))["self_phone"] in page
    assert "試験 counselor" in page


def test_marks_that_come_go_and_change_stand_in_it(office, as_, case):
    (one, first), (two, second) = topics(2)
    save(as_, case, topics=[one], most=two)
    save(as_, case, topics=[two], most=one)
    save(as_, case, topics=[], most=one)
    page = history(as_, case)
    for words in (f"○{first}", f"◎{first}", f"◎{second}", f"○{second}"):
        assert words in page
    marks = list(case.episode.intake.topics.values_list("code", "mark"))
    assert marks == [(one, "most")]


def test_a_mark_set_at_reception_shows_what_it_was(office, as_, case):
    from cases.models import ConsultTopic

    code, name = topics(1)[0]
    intake = case.episode.intake
    ConsultTopic.objects.bulk_create([ConsultTopic(intake=intake, code=code, mark="some")])
    save(as_, case, most=code)
    page = history(as_, case)
    assert f"○{name}" in page
    assert f"◎{name}" in page


def test_who_was_first_is_named_whichever_half_they_changed(office, as_, case):
    stale = typed(case, words="わたしが聞いた言葉")
    save(as_, case, who="chief", words="主任が聞いた言葉")
    answer = as_("counselor").post(reverse("case_sheet", args=[case.pk]), stale)
    assert answer.status_code == 409
    assert "試験 chiefさんが" in answer.text
    assert "わたしが聞いた言葉" in answer.text
    assert "主任が聞いた言葉" in answer.text
    assert Intake.objects.get(episode=case.episode).words == "主任が聞いた言葉"


KNOWN = {"kana": "タカノ　ミサキ", "birth": "S63.5.12"}


def test_whoever_took_the_call_writes_it_until_someone_is_in_charge(office, as_):
    fresh = office.case(by="outreach")
    page = as_("outreach").get(reverse("case_detail", args=[fresh.pk])).text
    assert "受付票・申込票を書き足す・直す" in page
    assert save(as_, fresh, who="outreach", name="山田 花").status_code == 302
    assert save(as_, fresh, who="counselor", name="だれか").status_code == 403
    assign(fresh.episode, by=office.people["chief"], lead=office.people["counselor"])
    assert save(as_, fresh, who="outreach", name="だれか").status_code == 403


def test_a_likely_duplicate_is_answered_when_the_name_is_learned_later(office, as_, case):
    other = office.case(name="髙野 美咲", kana="たかの みさき", birth="1988-05-12")
    page = save(as_, case, **KNOWN)
    assert page.status_code == 422
    assert "同一人物の可能性がある台帳があります" in page.text
    assert other.number in page.text
    assert f"{reverse('case_join', args=[case.pk])}?number={other.number}" in page.text
    assert save(as_, case, **KNOWN, different_reason="いとこ").status_code == 302
    line = Note.objects.get(move="different")
    assert (line.body, line.reason) == (f"似た台帳（{other.number}）とは別の人です", "いとこ")
    assert save(as_, case, **KNOWN, address="架空町1").status_code == 302


def test_a_match_the_writer_may_not_see_is_not_told(office, as_, case):
    office.case(by="direct", kana="たかの みさき", birth="1988-05-12")
    assert save(as_, case, **KNOWN).status_code == 302
