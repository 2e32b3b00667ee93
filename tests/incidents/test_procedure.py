"""苦情の手順: set, read by the colleagues, told to the agencies, given to the person."""

import pytest
from django.urls import reverse

from incidents.models import ComplaintProcedure, ProcedureNotice
from incidents.workflow import confirm_procedure, current_procedure, set_procedure, tell_contact
from network.models import Contact
from rules.calendar import today, wareki_short
from rules.refusals import Refused
from tests.course import ago
from tests.documents.reading import text_of

pytestmark = pytest.mark.django_db
DESK = {
    "desk": "苦情受付担当 主任",
    "address": "つむぎ市中央1丁目2番3号",
    "tel": "03-0000-1234",
    "email": "kujo@tsumugi.example",
    "body": "受けた日に主任へ伝える。2週間までに回答する。",
}
PAGE = "/incidents/procedure/"


def codes(call, *args, **kwargs):
    with pytest.raises(Refused) as found:
        call(*args, **kwargs)
    return [refusal.code for refusal in found.value.refusals]


@pytest.fixture
def procedure(office):
    chief = office.people["chief"]
    return set_procedure(office.places["center"], by=chief, valid_from=ago(20), **DESK)


def test_the_procedure_is_set_by_its_versions_and_read_by_the_colleagues(office, as_, procedure):
    center, chief = office.places["center"], office.people["chief"]
    assert DESK["body"] in as_("counselor").get(PAGE).text
    assert "試験 outreach" in as_("chief").get(PAGE).text
    assert as_("outreach").post(reverse("procedure_confirm")).status_code == 302
    confirm_procedure(procedure, by=office.people["outreach"])
    assert ProcedureNotice.objects.get().user == office.people["outreach"]
    assert office.people["outreach"] not in as_("chief").get(PAGE).context["staff"]
    again = DESK | {"body": "10日までに回答する。"}
    assert codes(set_procedure, center, by=chief, valid_from=ago(20), **again) == ["E-02"]
    set_procedure(center, by=chief, valid_from=ago(-5), **again)
    assert current_procedure(center) == procedure
    assert current_procedure(center, ago(-5)).number == 2


def test_only_the_chief_and_the_admin_set_it(office, as_, procedure):
    typed = DESK | {"valid_from": wareki_short(today())}
    add = reverse("procedure_add")
    for who in ("counselor", "officer"):
        assert as_(who).post(add, typed).status_code == 403
    center = office.places["center"]
    by_hand = {"by": office.people["counselor"], "valid_from": today(), **DESK}
    assert codes(set_procedure, center, **by_hand) == ["E-03"]
    assert as_("admin").post(add, typed).status_code == 302
    assert ComplaintProcedure.objects.count() == 2
    assert as_("officer").get(PAGE).status_code == 403


def test_a_missing_thing_is_asked_for(as_):
    typed = DESK | {"valid_from": wareki_short(today()), "email": "", "tel": ""}
    answer = as_("chief").post(reverse("procedure_add"), typed)
    assert answer.status_code == 422
    for item in ("電話", "メール"):
        assert f"「{item}」を入力してください。" in answer.text
    refused = as_("chief").get(reverse("complaint_card"))
    assert refused.status_code == 422
    assert "E-29" in refused.text


def test_the_card_says_the_four_things(as_, procedure):
    words = text_of(as_("counselor").get(reverse("complaint_card")).content)
    for name in ("desk", "address", "tel", "email"):
        assert DESK[name].replace(" ", "") in words
    assert "つむぎ相談センター" in words


def test_the_agencies_that_were_not_told_are_named(office, as_, procedure):
    city = office.places["city"].municipality
    clinic = Contact(municipality=city, category="medical", name="港診療所")
    other = Contact(municipality=city, category="medical", name="岬診療所")
    for contact in (clinic, other):
        contact.save()
    typed = {"contact": clinic.pk, "on": wareki_short(today()), "way": "会議で"}
    assert as_("counselor").post(reverse("procedure_tell"), typed).status_code == 302
    shown = as_("chief").get(PAGE)
    assert shown.context["contacts"] == [other]
    assert [row.contact for row in shown.context["told"]] == [clinic]
    again = {"by": office.people["chief"], "contact": clinic, "on": today(), "way": ""}
    assert codes(tell_contact, procedure, **again) == ["E-32"]
    early = again | {"contact": other, "on": ago(30)}
    assert codes(tell_contact, procedure, **early) == ["E-02"]


def test_another_agency_has_its_own(office, as_, procedure):
    assert DESK["body"] not in as_("direct").get(PAGE).text
    assert "まだ定められていません" in as_("direct").get(PAGE).text
    assert as_("direct").post(reverse("procedure_confirm")).status_code == 404
    assert as_("direct").get(reverse("procedure_tell")).url == PAGE
