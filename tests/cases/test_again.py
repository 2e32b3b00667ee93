"""Who left 生活保護 comes back to the same 台帳 (手引き 第Ⅳ章2(1)); two meet one (第Ⅳ章1(5))."""

from django.urls import reverse

from cases.models import Case, Note
from cases.workflow.records import make_appointment
from rules.calendar import today
from tests.course import Course, ago

WAY = "after_assistance"


def test_who_left_public_assistance_is_received_in_the_file_that_is_there(office, as_):
    course = Course(office, name="もどり 花", kana="もどり はな", birth="1970-04-01")
    course.move("suspend", 30, reason="生活保護を受けることになった")
    case, client = course.case, as_("counselor")
    data = {"received_on": str(today()), "channel": WAY, "words": "保護が廃止になった。"}
    assert client.post(reverse("consult_again", args=[case.pk]), data).status_code == 302
    case = Case.objects.get(pk=case.pk)
    assert (case.episode.number, case.episode.intake.channel) == (2, WAY)
    page = client.get(reverse("case_detail", args=[case.pk])).text
    assert "生活保護が廃止になった方" in page
    assert "生活保護を受けることになった" in page  # what was before is there to be read


def test_received_as_somebody_new_they_are_found_in_their_old_file(office, as_):
    """E-26: and nothing of what was typed is lost."""
    old = office.case(name="もどり 花", kana="もどり はな", birth="1970-04-01")
    data = {
        "received_on": str(today()),
        "channel": WAY,
        "call_name": "もどりさん",
        "words": "保護が廃止になった。",
        "kana": "もどり はな",
        "birth": "S45.4.1",
    }
    answer = as_("counselor").post(reverse("case_receive"), data)
    assert answer.status_code == 422
    errors = answer.context["form"].errors["different_reason"].as_data()
    assert [row.code for row in errors] == ["E-26"]
    assert old.number in answer.text


def test_two_who_meet_a_person_stand_in_the_appointment_and_in_the_note(office, as_):
    case, by = office.case(on=ago(9)), office.people["counselor"]
    url = reverse("record_add", args=[case.pk, "appointment"])
    pair = "家計改善支援室 山本さん"
    data = {"on": str(today()), "kind": "interview", "companion": pair, "purpose": "家計の聞取り"}
    assert as_("counselor").post(url, data).status_code == 302
    row = case.appointments.get()
    assert (row.companion, row.staff) == (pair, by)
    page = as_("counselor").get(reverse("case_support", args=[case.pk])).text
    assert pair in page
    note = reverse("note_add", args=[case.pk])
    form = as_("counselor").get(note, {"appointment": row.pk}).context["form"]
    assert form.initial["body"] == f"同席：{pair}\n"
    written = {"on": str(today()), "method": "interview", "body": f"同席：{pair}\n聞いた。"}
    as_("counselor").post(note, written | {"appointment": row.pk})
    assert pair in Note.objects.get(case=case, kind="note").body


def test_an_appointment_of_one_says_nothing_of_another(office, as_):
    case = office.case()
    row = make_appointment(case, by=office.people["counselor"], on=today(), kind="phone")
    form = as_("counselor").get(reverse("note_add", args=[case.pk]), {"appointment": row.pk})
    assert form.context["form"].initial["body"] == ""
