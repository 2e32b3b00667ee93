"""The city's 管理者 registers agencies; an agency's 管理者 keeps its 規程."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import Counter, Membership, Organisation, PrivacyPolicy, Role, User
from rules.calendar import today, wareki_short


@pytest.fixture
def city_admin(office):
    user = User.objects.create_user(
        "cityadmin", "test-password-1", name="市の管理者", pledged_on=today()
    )
    since = today() - dt.timedelta(days=100)
    Membership(user=user, organisation=office.places["city"], role=Role.ADMIN, since=since).save()
    office.people["cityadmin"] = user
    return user


NEW = {
    "name": "あたらしい相談室",
    "kind": "contracted",
    "legal_form": "特定非営利活動法人",
    "corporation": "NPO法人 あかり",
    "contract_from": "R8.4.1",
    "contract_until": "R9.3.31",
    "admin-username": "akari-admin",
    "admin-name": "管理 花子",
}


def test_the_city_registers_an_agency_with_its_first_admin(office, as_, city_admin):
    client = as_("cityadmin")
    assert client.get(reverse("agency_list")).status_code == 200
    answer = client.post(reverse("agency_add"), NEW, follow=True)
    assert "最初のパスワードは" in answer.content.decode()
    agency = Organisation.objects.get(name="あたらしい相談室")
    assert agency.municipality == office.places["city"].municipality
    first = User.objects.get(username="akari-admin")
    assert first.must_change_password
    assert first.organisation_ids((Role.ADMIN,)) == [agency.pk]


def test_an_entrusted_agency_names_its_corporation(office, as_, city_admin):
    answer = as_("cityadmin").post(reverse("agency_add"), NEW | {"corporation": ""})
    assert answer.status_code == 422
    assert "「受託法人」を入力してください。" in answer.content.decode()
    assert "NPO" not in answer.content.decode()
    assert not Organisation.objects.filter(name="あたらしい相談室").exists()


def test_windows_are_added_and_closed(office, as_, city_admin):
    agency = office.places["center"]
    client = as_("cityadmin")
    url = reverse("counter_add", args=[agency.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"name": "駅前窓口", "hours": "9時から17時"}).status_code == 302
    counter = Counter.objects.get()
    edit = reverse("counter_edit", args=[agency.pk, counter.pk])
    assert "9時から17時" in client.get(edit).text
    typed = {"name": "駅前窓口", "hours": "", "version": counter.version}
    assert client.post(edit, typed).status_code == 302
    late = client.post(edit, typed | {"hours": "10時から"})
    assert late.status_code == 409
    assert "10時から" in late.text
    client.post(reverse("counter_close", args=[agency.pk, counter.pk]))
    counter.refresh_from_db()
    assert (counter.hours, counter.is_active) == ("", False)
    assert client.get(edit).status_code == 404


def test_an_agency_that_is_stopped_opens_nothing_to_its_people(office, as_, city_admin):
    agency = office.places["center"]
    as_("cityadmin").post(reverse("agency_active", args=[agency.pk]))
    assert as_("counselor").get(reverse("case_list")).status_code == 403
    as_("cityadmin").post(reverse("agency_active", args=[agency.pk]))
    assert as_("counselor").get(reverse("case_list")).status_code == 200


def test_the_city_resets_the_password_of_an_agencys_admin(office, as_, city_admin):
    admin, agency = office.people["admin"], office.places["center"]
    url = reverse("agency_admin_password", args=[agency.pk, admin.pk])
    answer = as_("cityadmin").post(url, follow=True)
    assert "最初のパスワードは" in answer.content.decode()
    admin.refresh_from_db()
    assert admin.must_change_password
    counselor = office.people["counselor"]
    url = reverse("agency_admin_password", args=[agency.pk, counselor.pk])
    assert as_("cityadmin").post(url).status_code == 404


def test_walls_stand_round_the_agencies(office, as_, city_admin):
    assert as_("admin").get(reverse("agency_list")).status_code == 403
    other = reverse("agency_detail", args=[office.places["other"].pk])
    assert as_("cityadmin").get(other).status_code == 404


def test_a_version_in_force_is_never_rewritten(office, as_):
    url = reverse("policy_list")
    client = as_("admin")
    assert client.get(url).status_code == 200
    first = {"valid_from": wareki_short(today()), "body": "第1版の文"}
    assert client.post(url, first).status_code == 302
    policy = PrivacyPolicy.objects.get()
    edit = reverse("policy_edit", args=[policy.pk])
    assert client.post(edit, first | {"body": "書きかえ"}).status_code == 409
    assert client.post(url, first).status_code == 422
    later = {"valid_from": wareki_short(today() + dt.timedelta(days=30)), "body": "第2版の文"}
    assert client.post(url, later).status_code == 302
    second = PrivacyPolicy.objects.get(number=2)
    edit = reverse("policy_edit", args=[second.pk])
    mended = later | {"body": "第2版の文（直し）", "version": second.version}
    assert client.post(edit, mended).status_code == 302
    late = client.post(edit, mended | {"body": "第2版の文（べつの直し）"})
    assert (late.status_code, "第2版の文（べつの直し）" in late.text) == (409, True)
    assert office.places["center"].policy_on(today()) == policy


def test_two_agencies_of_a_city_bear_different_names_and_marks(office, as_, city_admin):
    taken = office.places["direct"]
    taken.number_prefix = "C"
    taken.save()
    answer = as_("cityadmin").post(
        reverse("agency_add"), NEW | {"name": taken.name, "number_prefix": "C"}
    )
    assert answer.status_code == 422
    assert answer.text.count("E-32") == 2
    own = {"name": taken.name, "kind": "direct", "number_prefix": "C", "version": taken.version}
    url = reverse("agency_edit", args=[taken.pk])
    assert as_("cityadmin").post(url, own).status_code == 302


def test_the_city_gives_an_agency_its_next_admin(office, as_, city_admin):
    agency = office.places["center"]
    url = reverse("agency_admin_add", args=[agency.pk])
    new = {"username": "next-admin", "name": "管理 次郎"}
    answer = as_("cityadmin").post(url, new, follow=True)
    assert "最初のパスワードは" in answer.text
    assert User.objects.get(username="next-admin").organisation_ids((Role.ADMIN,)) == [agency.pk]
    assert as_("cityadmin").post(url, new).status_code == 422
    assert as_("admin").get(url).status_code == 403


def test_the_versions_of_a_policy_keep_their_order(office, as_):
    client = as_("admin")
    for number, days in enumerate((0, 30, 60), 1):
        day = wareki_short(today() + dt.timedelta(days=days))
        client.post(reverse("policy_list"), {"valid_from": day, "body": f"第{number}版"})
    second = PrivacyPolicy.objects.get(number=2)
    edit = reverse("policy_edit", args=[second.pk])
    typed = {"body": "直し", "version": second.version}
    for days in (-1, 0, 60):
        day = wareki_short(today() + dt.timedelta(days=days))
        answer = client.post(edit, typed | {"valid_from": day})
        assert (answer.status_code, "E-02" in answer.text) == (422, True)
    day = wareki_short(today() + dt.timedelta(days=59))
    assert client.post(edit, typed | {"valid_from": day}).status_code == 302


def test_an_agency_without_a_privacy_officer_is_a_fault_until_one_is_named(office, as_, city_admin):
    place = office.places["center"]
    url = reverse("agency_detail", args=[place.pk])
    page = as_("cityadmin").get(url)
    assert "個人情報管理責任者がありません" in page.text
    assert "E-29" in page.text
    place.privacy_officer = "守 太郎"
    place.save()
    page = as_("cityadmin").get(url)
    assert "個人情報管理責任者がありません" not in page.text
    assert "守 太郎" in page.text


def test_the_first_version_begins_with_a_text(office, as_):
    place = office.places["center"]
    place.privacy_officer = "守 太郎"
    place.save()
    body = as_("admin").get(reverse("policy_list")).text
    assert "個人情報管理責任者（守 太郎）" in body
    assert place.name in body


def test_the_login_page_tells_whose_time_ran_out(office, client):
    words = "30分のあいだ操作がなかったか"
    assert words not in client.get("/login/?next=/cases/").text
    client.force_login(office.people["counselor"])
    client.get(reverse("case_list"))
    del client.cookies["sessionid"]
    assert words in client.get("/login/").text


def test_who_logged_out_is_told_nothing(office, client):
    client.force_login(office.people["counselor"])
    client.get(reverse("case_list"))
    client.post(reverse("logout"))
    assert "操作がなかったか" not in client.get("/login/").text
