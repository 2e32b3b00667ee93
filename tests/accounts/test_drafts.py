"""書きかけ: kept on the server under the page's own rule; one act, one record."""

import datetime as dt
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import drafts
from accounts.models import Answer, Draft
from cases.models import CaseGrant, Note
from cases.workflow import case_workflow
from cases.workflow.records import make_appointment
from network.models import Contact
from rules.calendar import today


def type_into(client, path, who="counselor", key="page-1", form="", base="", **typed):
    """What static/js/draft.js sends while somebody types."""
    about = {"draft": key, "draft-form": form, "draft-base": base, "draft-title": "画面"}
    about["draft-words"] = "　".join(typed.values())
    data = typed | about | {"draft-user": who, "csrfmiddlewaretoken": "x"}
    return client.post(path, data, headers={"X-Draft": "1"})


@pytest.fixture
def case(office):
    return office.case()


def test_what_is_typed_is_kept_and_writes_no_record(office, as_, case):
    client, path = as_("counselor"), reverse("case_detail", args=[case.pk])
    notes = Note.objects.count()
    answer = type_into(client, path, body="家賃の話をした。", method="phone")
    assert answer.status_code == 200
    assert answer.json()["at"]
    draft = Draft.objects.get()
    assert ["body", "家賃の話をした。"] in draft.typed
    assert [name for name, _value in draft.typed] == ["body", "method"]
    assert Note.objects.count() == notes


def test_the_newest_text_replaces_the_older_of_the_same_page(office, as_, case):
    client, path = as_("counselor"), reverse("case_detail", args=[case.pk])
    type_into(client, path, body="一")
    type_into(client, path, body="一二")
    type_into(client, path, key="page-2", body="別の画面")
    assert {row.words for row in Draft.objects.all()} == {"一二", "別の画面"}


def test_a_draft_opens_again_on_its_page_and_on_no_other_persons(office, as_, case):
    path = reverse("case_detail", args=[case.pk])
    type_into(as_("counselor"), path, body="きのうの続き")
    assert "きのうの続き" in as_("counselor").get(path).text
    seen = as_("chief").get(path).text
    assert "きのうの続き" not in seen
    assert "試験 counselorさんが編集中" in seen


@pytest.mark.parametrize("who", ["outsider", "officer", "direct"])
def test_a_page_that_is_not_ones_own_keeps_no_draft(office, as_, case, who):
    path = reverse("case_detail", args=[case.pk])
    answer = type_into(as_(who), path, who=who, body="のぞき見")
    assert answer.status_code in (403, 404)
    assert not Draft.objects.exists()


def test_a_restricted_case_keeps_drafts_of_the_named_only(office, as_, case):
    case.is_restricted = True
    case.save()
    CaseGrant(case=case, user=office.people["counselor"]).save()
    path = reverse("case_detail", args=[case.pk])
    assert type_into(as_("chief"), path, who="chief", body="x").status_code == 404
    assert type_into(as_("counselor"), path, body="x").status_code == 200


def test_somebody_else_who_logged_in_here_does_not_get_the_text(office, as_, case):
    path = reverse("case_detail", args=[case.pk])
    answer = type_into(as_("chief"), path, who="counselor", body="わたしの文")
    assert answer.status_code == 409
    assert not Draft.objects.exists()


def test_without_login_the_draft_is_sent_to_the_login_page(office, case):
    answer = type_into(Client(), reverse("case_detail", args=[case.pk]), body="x")
    assert answer.status_code == 302
    assert reverse("login") in answer.headers["Location"]


def test_after_the_login_the_same_page_opens_and_not_the_address_of_its_button(office, case):
    page = f"{reverse('case_detail', args=[case.pk])}?kind=note"
    button = reverse("appointment_settle", args=[case.pk, 1, "kept"])
    client = Client()
    for asked in (
        client.get(page),
        client.post(button, headers={"Referer": f"http://testserver{page}"}),
    ):
        assert asked.headers["Location"] == f"{reverse('login')}?next={quote(page)}"
    for elsewhere in ("https://example.org/x", ""):
        asked = client.post(button, headers={"Referer": elsewhere})
        assert asked.headers["Location"] == f"{reverse('login')}?next={button}"


def test_when_the_day_is_over_the_same_page_opens_too(office, as_, case):
    client, page = as_("counselor"), f"{reverse('case_list')}?q=x"
    client.get("/")
    session = client.session
    session["started_at"] -= settings.SESSION_ABSOLUTE_SECONDS + 1
    session.save()
    assert client.get(page).headers["Location"] == f"{reverse('login')}?next={quote(page)}"


def test_saving_for_good_ends_the_draft(office, as_):
    client, path = as_("chief"), reverse("contact_add")
    type_into(client, path, who="chief", name="つむぎ診療所")
    assert Draft.objects.count() == 1
    data = {"category": "medical", "name": "つむぎ診療所", "draft": "page-1", "draft-form": ""}
    answer = client.post(path, data | {"csrfmiddlewaretoken": "t"})
    assert answer.status_code == 302
    assert not Draft.objects.exists()


def test_what_could_not_be_saved_stays_a_draft_of_the_same_page(office, as_):
    client, path = as_("chief"), reverse("contact_add")
    type_into(client, path, who="chief", name="つむぎ診療所")
    data = {"category": "", "name": "つむぎ診療所", "draft": "page-1", "draft-form": ""}
    answer = client.post(path, data | {"csrfmiddlewaretoken": "t"})
    assert answer.status_code == 422
    assert Draft.objects.count() == 1
    assert 'name="draft-key" content="page-1"' in answer.text


def test_a_draft_is_put_aside_and_brought_back(office, as_, case):
    client, path = as_("counselor"), reverse("case_detail", args=[case.pk])
    type_into(client, path, body="捨てるかもしれない")
    draft = Draft.objects.get()
    client.post(reverse("draft_discard", args=[draft.pk]), {"back": path})
    assert "捨てるかもしれない" not in client.get(path).text
    assert "捨てるかもしれない" in client.get(reverse("draft_list")).text
    assert client.post(reverse("draft_restore", args=[draft.pk])).headers["Location"] == path
    assert "捨てるかもしれない" in client.get(path).text


def test_the_home_screen_leads_back_to_what_is_half_written(office, as_, case):
    path = reverse("case_detail", args=[case.pk])
    type_into(as_("counselor"), path, body="あとで続ける")
    link = f"{path}?draft={Draft.objects.get().pk}"
    assert link in as_("counselor").get("/").text
    assert "あとで続ける" not in as_("chief").get("/").text


def test_what_one_may_see_no_more_is_not_named_on_the_home_screen(office, as_, case):
    type_into(as_("counselor"), reverse("case_detail", args=[case.pk]), body="秘密の話")
    case.is_restricted = True
    case.save()
    assert "秘密の話" not in as_("counselor").get("/").text


def test_what_is_typed_after_a_colleague_took_the_step_is_kept_and_read(office, as_, case):
    case_workflow.advance(case.episode, "suspend", by=office.people["chief"], reason="転居")
    client, path = as_("counselor"), reverse("case_move", args=[case.pk, "go_on"])
    assert client.get(path).status_code == 409
    assert type_into(client, path, reason="書いていたわけ").status_code == 200
    link = Draft.objects.get().way_back
    assert link in client.get("/").text
    assert '<p class="quote">書いていたわけ</p>' in client.get(link).text


def test_a_page_shut_by_its_rule_keeps_nothing_and_says_so_with_403(office, as_, case):
    path = reverse("case_hard", args=[case.pk])
    assert type_into(as_("counselor"), path, reason="家族の対立").status_code == 403
    assert not Draft.objects.exists()


def test_the_way_back_leads_to_the_same_appointment(office, as_, case):
    row = make_appointment(case, by=office.people["counselor"], on=today(), kind="visit")
    client = as_("counselor")
    page = f"{reverse('note_add', args=[case.pk])}?appointment={row.pk}"
    type_into(client, f"{page}&draft=7", body="玄関で話した。")
    draft = Draft.objects.get()
    assert draft.address == page
    assert draft.way_back == f"{page}&draft={draft.pk}"
    assert draft.way_back.replace("&", "&amp;") in client.get("/").text
    assert "の約束の記録です" in client.get(draft.way_back).text
    client.post(reverse("draft_discard", args=[draft.pk]))
    assert client.post(reverse("draft_restore", args=[draft.pk])).headers["Location"] == page


def test_nobody_puts_aside_a_draft_of_another(office, as_, case):
    type_into(as_("counselor"), reverse("case_detail", args=[case.pk]), body="x")
    url = reverse("draft_discard", args=[Draft.objects.get().pk])
    assert as_("chief").post(url).status_code == 404


def test_after_thirty_days_what_was_put_aside_goes(office, as_, case):
    type_into(as_("counselor"), reverse("case_detail", args=[case.pk]), body="x")
    type_into(as_("counselor"), reverse("case_detail", args=[case.pk]), key="page-2", body="y")
    old = timezone.now() - dt.timedelta(days=31)
    Draft.objects.filter(key="page-1").update(discarded_at=old)
    Draft.objects.filter(key="page-2").update(typed_at=old)
    assert drafts.sweep() == (1, 0)
    assert Draft.objects.get().key == "page-2"


def post_contact(client, name, token="one page"):
    data = {"category": "medical", "name": name, "csrfmiddlewaretoken": token}
    return client.post(reverse("contact_add"), data)


def test_the_same_form_of_the_same_page_sent_twice_makes_one_record(office, as_):
    client = as_("chief")
    first, second = (post_contact(client, "つむぎ診療所") for _time in range(2))
    assert first.status_code == second.status_code == 302
    assert first.headers["Location"] == second.headers["Location"]
    assert Contact.objects.filter(name="つむぎ診療所").count() == 1


def test_one_character_more_is_an_act_of_its_own(office, as_):
    client = as_("chief")
    post_contact(client, "つむぎ診療所")
    post_contact(client, "つむぎ診療所2")
    assert Contact.objects.filter(name__startswith="つむぎ診療所").count() == 2


def test_what_was_refused_may_be_sent_again(office, as_):
    client = as_("chief")
    assert post_contact(client, "").status_code == 422
    assert not Answer.objects.exists()
    assert post_contact(client, "つむぎ診療所").status_code == 302


def test_an_error_in_the_middle_leaves_neither_the_record_nor_an_answer(office, as_, monkeypatch):
    client = as_("chief")
    client.raise_request_exception = False
    save = Contact.save

    def save_and_break(self, *args, **kwargs):
        save(self, *args, **kwargs)
        raise RuntimeError("the power goes")

    monkeypatch.setattr(Contact, "save", save_and_break)
    assert post_contact(client, "つむぎ診療所").status_code == 500
    assert not Contact.objects.filter(name="つむぎ診療所").exists()
    monkeypatch.undo()
    assert post_contact(client, "つむぎ診療所").status_code == 302


def test_two_hundred_logins_end_nobodys_session(office):
    """The tenth login threw a colleague out of the national system."""
    typing = []
    for _person in range(9):
        client = Client()
        client.force_login(office.people["counselor"])
        typing.append(client)
    for _login in range(200):
        other = Client()
        other.force_login(office.people["counselor"])
    assert [client.get("/").status_code for client in typing] == [200] * 9


def test_a_session_is_not_written_with_every_page(office, as_):
    client = as_("counselor")
    client.get("/")
    before = client.session["seen_at"]
    client.get("/")
    assert client.session["seen_at"] == before


def test_a_page_one_may_not_see_tells_nobody_who_writes_on_it(office, as_, case):
    path = reverse("case_detail", args=[case.pk])
    type_into(as_("counselor"), path, body="家賃の話をした。")
    assert "編集中" in as_("chief").get(path).text
    CaseGrant(case=case, user=office.people["counselor"], reason="支援措置").save()
    case.is_restricted = True
    case.save()
    page = as_("chief").get(path)
    assert page.status_code == 404
    assert "編集中" not in page.text
