"""苦情: who it is about neither handles nor sees it; its days are watched (手引き 第Ⅶ章3(2))."""

import pytest
from django.urls import reverse

from accounts.models import Membership, Role, User
from cases.models import CaseGrant
from incidents.models import Complaint
from incidents.waiting import waiting
from incidents.workflow import change_complaint, complaint_workflow, receive_complaint
from rules.calendar import today, wareki_short
from rules.refusals import Refused
from tests.course import ago

pytestmark = pytest.mark.django_db
TYPED = {"way": "phone", "kind": "manner", "body": "話を聞いてもらえなかった。"}


def codes(call, *args, **kwargs):
    with pytest.raises(Refused) as found:
        call(*args, **kwargs)
    return [refusal.code for refusal in found.value.refusals]


@pytest.fixture
def people(office):
    return office.people


@pytest.fixture
def complaint(office, people):
    """About the counselor, taken by the employment worker."""
    return receive_complaint(
        office.places["center"],
        by=people["employment"],
        received_on=ago(3),
        subjects=[people["counselor"]],
        **TYPED,
    )


def move(row, name, by, **data):
    return complaint_workflow.advance(row, name, by=by, **data)


def test_a_complaint_goes_from_its_day_to_what_was_learnt(complaint, people):
    chief, handler = people["chief"], people["employment"]
    move(complaint, "assign", chief, on=ago(2), handler=handler, answer_by=ago(-5))
    move(complaint, "examine", handler, on=ago(1), facts="電話を2度かけなおしていない。")
    move(complaint, "answer", handler, on=today(), answer="おわびした。", answer_way="phone")
    move(complaint, "finish", handler, on=today(), prevention="不在の伝言を表に書く。")
    complaint.refresh_from_db()
    assert complaint.state == Complaint.State.DONE
    assert (complaint.facts, complaint.done_on) == ("電話を2度かけなおしていない。", today())
    states = list(complaint.history.order_by("history_id").values_list("state", flat=True))
    assert list(dict.fromkeys(states)) == Complaint.State.values
    assert complaint.history.first().history_user == handler


def test_who_it_is_about_does_not_handle_it(complaint, people):
    due = {"by": people["chief"], "answer_by": ago(-5)}
    assert codes(
        complaint_workflow.advance, complaint, "assign", handler=people["counselor"], **due
    ) == ["E-27"]
    move(complaint, "assign", handler=people["outreach"], **due)
    version = Complaint.objects.get(pk=complaint.pk).version
    others = {"by": people["chief"], "version": version, "subjects": [people["outreach"]]}
    assert codes(change_complaint, complaint, **others) == ["E-27"]
    assert complaint.subjects.get().user == people["counselor"]


def test_who_it_is_about_sees_nothing_of_it(office, as_, complaint, people):
    page = reverse("complaint_detail", args=[complaint.pk])
    assert as_("employment").get(page).status_code == 200
    assert as_("counselor").get(page).status_code == 404
    assert as_("counselor").post(f"{page}move/examine/", {"facts": "何もない"}).status_code == 404
    assert "話を聞いて" not in as_("counselor").get(reverse("safety")).text
    about_chief = receive_complaint(
        office.places["center"], by=people["counselor"], subjects=[people["chief"]], **TYPED
    )
    assert as_("chief").get(reverse("complaint_detail", args=[about_chief.pk])).status_code == 404
    assert [row.title for row in waiting(people["chief"])] == ["苦情　職員の言葉・態度"]
    officer = waiting(people["officer"])
    assert [(row.what, row.url) for row in officer] == [
        ("対応者を決める", reverse("complaint_detail", args=[about_chief.pk]))
    ]
    move(about_chief, "assign", people["officer"], handler=people["officer"], answer_by=ago(-9))
    move(about_chief, "examine", people["officer"], facts="聞きとった。")
    assert about_chief.state == "examined"


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("chief", 200),
        ("admin", 200),
        ("officer", 200),
        ("approver", 200),
        ("outreach", 404),
        ("direct", 404),
        ("outsider", 404),
        ("other_officer", 404),
    ],
)
def test_who_sees_a_complaint(as_, complaint, who, status):
    assert as_(who).get(reverse("complaint_detail", args=[complaint.pk])).status_code == status


def test_only_the_handler_and_the_chief_go_on_with_it(complaint, people):
    move(complaint, "assign", people["chief"], handler=people["outreach"], answer_by=ago(-5))
    facts = {"facts": "聞きとった。"}
    assert codes(move, complaint, "examine", people["employment"], **facts) == ["E-03"]
    assert codes(move, complaint, "examine", people["admin"], **facts) == ["E-03"]
    move(complaint, "examine", people["outreach"], **facts)
    assert complaint.state == "examined"


def test_days_stand_in_their_order(complaint, people):
    chief = people["chief"]
    named = {"handler": people["outreach"]}
    assert codes(move, complaint, "assign", chief, on=ago(2), answer_by=ago(4), **named) == ["E-02"]
    assert codes(move, complaint, "assign", chief, on=ago(9), answer_by=today(), **named) == [
        "E-02"
    ]
    assert codes(move, complaint, "assign", chief) == ["E-01", "E-01"]
    late = {"by": people["outreach"], "received_on": ago(-1)}
    assert codes(receive_complaint, complaint.agency, **late, **TYPED) == ["E-35"]


def test_a_page_refuses_beside_the_field_and_keeps_what_was_typed(as_, complaint, people):
    page = reverse("complaint_move", args=[complaint.pk, "assign"])
    assert "試験 counselor（申出の対象）" in as_("chief").get(page).text
    typed = {"handler": people["counselor"].pk, "answer_by": wareki_short(ago(-5))}
    answer = as_("chief").post(page, typed)
    assert answer.status_code == 422
    assert "苦情の対応者に、申出の対象となった職員は指定できません。" in answer.text
    assert wareki_short(ago(-5)) in answer.text
    typed["handler"] = people["outreach"].pk
    assert as_("chief").post(page, typed).status_code == 302
    assert Complaint.objects.get(pk=complaint.pk).handler == people["outreach"]


def test_a_complaint_is_written_down_by_hand(office, as_, people):
    case = office.case(name="申出 花子")
    typed = {
        "received_on": wareki_short(today()),
        "number": case.number,
        "subjects": [people["counselor"].pk],
        **TYPED,
    }
    add = reverse("complaint_add")
    assert as_("counselor").post(add, typed).headers["Location"] == reverse("safety")
    row = Complaint.objects.get()
    assert (row.case, row.received_by) == (case, people["counselor"])
    assert "申出 花子" in as_("chief").get(reverse("complaint_detail", args=[row.pk])).text
    assert "申出 花子" not in as_("officer").get(reverse("complaint_detail", args=[row.pk])).text
    assert as_("chief").post(add, typed | {"number": "なし"}).status_code == 422
    assert as_("officer").get(add).status_code == 403


def test_a_restricted_file_is_not_named_to_who_may_not_see_it(office, as_, people):
    case = office.case(name="秘密 花子")
    row = receive_complaint(office.places["center"], by=people["counselor"], case=case, **TYPED)
    case.is_restricted = True
    case.save()
    CaseGrant(case=case, user=people["counselor"]).save()
    page = reverse("complaint_detail", args=[row.pk])
    assert "秘密 花子" in as_("counselor").get(page).text
    assert case.number not in as_("chief").get(page).text
    edit = reverse("complaint_edit", args=[row.pk])
    assert case.number not in as_("chief").get(edit).text
    typed = {"received_on": wareki_short(today()), "version": row.version, **TYPED}
    assert as_("chief").post(edit, typed | {"body": "言いなおされた。"}).status_code == 302
    row.refresh_from_db()
    assert (row.case, row.body) == (case, "言いなおされた。")


def test_two_who_mend_it_see_both_texts(as_, complaint):
    edit = reverse("complaint_edit", args=[complaint.pk])
    typed = {"received_on": wareki_short(ago(3)), "version": complaint.version, **TYPED}
    assert as_("chief").post(edit, typed | {"contact": "夕方に電話"}).status_code == 302
    second = as_("officer").post(edit, typed | {"contact": "朝に電話"})
    assert second.status_code == 409
    assert "夕方に電話" in second.text
    assert "朝に電話" in second.text


def test_complaints_are_counted_by_kind(office, as_, people):
    for kind in ("manner", "manner", "delay"):
        typed = TYPED | {"kind": kind}
        receive_complaint(office.places["center"], by=people["counselor"], **typed)
    receive_complaint(office.places["direct"], by=people["direct"], **TYPED)
    counts = dict(as_("chief").get(reverse("safety")).context["counts"])
    assert counts["苦情"] == [("職員の言葉・態度", 2, 0), ("連絡・対応が遅い", 1, 0)]
    of_city = dict(as_("officer").get(reverse("safety")).context["counts"])
    assert of_city["苦情"][0] == ("職員の言葉・態度", 3, 0)


def test_the_home_tells_what_is_due(as_, complaint, people):
    home = as_("chief").get("/").text
    assert "対応者を決める" in home
    assert "3日過ぎ" in home
    move(complaint, "assign", people["chief"], handler=people["outreach"], answer_by=ago(-5))
    assert "事実を確かめて回答する" in as_("outreach").get("/").text
    assert "苦情　" not in as_("counselor").get("/").text


def test_a_handler_works_at_the_agency(office, complaint, people):
    gone = User.objects.create_user("gone", name="前の職員")
    stranger = {"handler": gone, "answer_by": ago(-5)}
    assert codes(move, complaint, "assign", people["chief"], **stranger) == ["E-31"]
    Membership(user=gone, organisation=complaint.agency, role=Role.COUNSELOR).save()
    move(complaint, "assign", people["chief"], **stranger)
    assert complaint.handler == gone
