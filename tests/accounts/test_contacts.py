"""関係機関: everyone of the city keeps the register, and nobody overwrites another."""

import pytest
from django.urls import reverse

from network.models import Contact


@pytest.fixture
def clinic(office):
    city = office.places["city"].municipality
    row = Contact(municipality=city, category="medical", name="港診療所", tel="0258-00-0001")
    row.save()
    return row


def typed(row, **changes):
    kept = {"category": row.category, "name": row.name, "tel": row.tel, "is_active": "on"}
    return kept | {"version": row.version} | changes


def test_a_contact_is_added_and_changed(office, as_):
    client = as_("counselor")
    new = {"category": "medical", "name": "港診療所", "is_active": "on", "version": 0}
    assert client.post(reverse("contact_add"), new).status_code == 302
    row = Contact.objects.get()
    assert row.history.get().history_user == office.people["counselor"]
    edit = reverse("contact_edit", args=[row.pk])
    assert client.post(edit, typed(row, hours="9時から17時")).status_code == 302
    assert "9時から17時" in client.get(reverse("contact_list")).text


def test_how_papers_are_passed_on_is_agreed_and_shown_where_one_shares(office, as_, clinic):
    client, case = as_("counselor"), office.case()
    for address in (["paper_issue", case.pk, "form1"], ["case_move", case.pk, "refer"]):
        page = client.get(reverse(address[0], args=address[1:])).text
        assert "港診療所（渡し方の取決めがありません）" in page
    edit = reverse("contact_edit", args=[clinic.pk])
    assert client.post(edit, typed(clinic, sharing_method="暗号化メール")).status_code == 302
    for address in (["paper_issue", case.pk, "form1"], ["case_move", case.pk, "refer"]):
        assert "港診療所（暗号化メール）" in client.get(reverse(address[0], args=address[1:])).text


def test_two_people_see_both_texts(as_, clinic):
    edit, mine = reverse("contact_edit", args=[clinic.pk]), typed(clinic, hours="午前だけ")
    as_("chief").post(edit, typed(clinic, hours="木曜は休み"))
    answer = as_("counselor").post(edit, mine)
    assert answer.status_code == 409
    assert "木曜は休み" in answer.text
    assert "午前だけ" in answer.text
    clinic.refresh_from_db()
    assert clinic.hours == "木曜は休み"
    chosen = mine | {"conflict": "1", "version": clinic.version, "choose-hours": "mine"}
    assert as_("counselor").post(edit, chosen).status_code == 302
    clinic.refresh_from_db()
    assert clinic.hours == "午前だけ"


def test_one_that_is_no_more_is_not_offered(office, as_, clinic):
    edit = reverse("contact_edit", args=[clinic.pk])
    changes = typed(clinic)
    del changes["is_active"]
    assert as_("chief").post(edit, changes).status_code == 302
    case = office.case()
    offer = reverse("case_move", args=[case.pk, "refer"])
    assert "港診療所" not in as_("counselor").get(offer).text
    assert "選べないようにしています" in as_("counselor").get(reverse("contact_list")).text


def test_the_same_name_and_section_stand_there_once(office, as_, clinic):
    new = {"category": "medical", "name": "港診療所", "is_active": "on", "version": 0}
    answer = as_("counselor").post(reverse("contact_add"), new)
    assert answer.status_code == 422
    assert "name" in answer.context["form"].errors
    assert "E-32" in answer.text
    other = typed(clinic, name="港診療所", section="医事課", version=0)
    assert as_("counselor").post(reverse("contact_add"), other).status_code == 302
    second = Contact.objects.get(section="医事課")
    same = typed(second, section="")
    answer = as_("counselor").post(reverse("contact_edit", args=[second.pk]), same)
    assert answer.status_code == 422


def test_a_tick_is_told_in_words(as_, clinic):
    edit, ticked = reverse("contact_edit", args=[clinic.pk]), typed(clinic, hours="午前だけ")
    unticked = typed(clinic)
    del unticked["is_active"]
    as_("chief").post(edit, unticked)
    answer = as_("counselor").post(edit, ticked)
    assert answer.status_code == 409
    units = {row["name"]: row for row in answer.context["conflict"]["fields"]}
    assert (units["is_active"]["theirs"], units["is_active"]["mine"]) == ("いいえ", "はい")
