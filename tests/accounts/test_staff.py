"""Login, first passwords, and the register of 管理者."""

import datetime as dt
import re

from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from accounts.workflow import set_roles
from rules.calendar import today
from tests.office import PASSWORD


def login(username, password=PASSWORD):
    client = Client()
    answer = client.post(reverse("login"), {"username": username, "password": password})
    return client, answer


def test_a_colleague_enters_and_leaves(office):
    client, answer = login("counselor")
    assert answer.status_code == 302
    page = client.get("/")
    assert "試験 counselor" in page.text
    assert page["Cache-Control"] == "no-store"
    client.post(reverse("logout"))
    assert client.get("/").status_code == 302


def test_a_wrong_password_and_an_unknown_login_get_the_same_sentence(office):
    wrong = login("counselor", "no")[1]
    unknown = login("nobody", "no")[1]
    closed = User.objects.get(username="chief")
    closed.is_active = False
    closed.save()
    answers = [wrong, unknown, login("chief")[1]]
    assert all("ログインIDかパスワードが違います。" in answer.text for answer in answers)


def test_demo_people_cannot_enter_outside_the_demo(office, settings):
    User.objects.filter(username="counselor").update(is_demo=True)
    assert login("counselor")[1].status_code == 200
    settings.DEMO = True
    assert login("counselor")[1].status_code == 302


def test_a_first_password_must_be_changed_before_anything_else(office, as_):
    data = {
        "username": "new-one",
        "name": "新井 光",
        "kana": "アライ ヒカル",
        "roles": ["counselor"],
        "reason": "来月の養成研修を受ける。",
    }
    page = as_("admin").post(reverse("staff_list"), data, follow=True)
    password = re.search(r"最初のパスワードは (\S+) です", page.text)[1]
    client, _answer = login("new-one", password)
    assert client.get("/").url == reverse("own_password")
    new = {"current": password, "new": "tsuyoi-himitsu-2", "again": "tsuyoi-himitsu-2"}
    assert client.post(reverse("own_password"), new).status_code == 302
    assert client.post(client.get("/").url).url == "/"  # 守秘義務の誓約
    assert client.get("/").status_code == 200
    assert User.objects.get(username="new-one").kana == "あらい ひかる"


def test_a_password_that_is_left_out_is_asked_for(office, as_):
    client, url = as_("counselor"), reverse("own_password")
    assert "※任意" not in client.get(url).text
    said = client.post(url, {"current": "", "new": "tsuyoi-himitsu-2", "again": ""})
    assert said.status_code == 422
    errors = said.context["form"].errors.as_data()
    assert {name: [row.code for row in rows] for name, rows in errors.items()} == {
        "current": ["E-01"],
        "again": ["E-01"],
    }


def test_a_city_role_cannot_be_given_at_a_contracted_agency(office, as_):
    data = {"username": "new-one", "name": "新井 光", "roles": ["approver"]}
    assert as_("admin").post(reverse("staff_list"), data).status_code == 422
    assert not User.objects.filter(username="new-one").exists()


def test_a_login_that_exists_is_refused_beside_its_field(office, as_):
    data = {"username": "chief", "name": "別 の人", "roles": ["counselor"]}
    answer = as_("admin").post(reverse("staff_list"), data)
    assert "既に登録されています" in str(answer.context["form"].errors["username"])


def test_an_account_is_closed_at_once_and_opened_again(office, as_):
    person = office.people["counselor"]
    client = as_("counselor")
    as_("admin").post(reverse("staff_active", args=[person.pk]))
    assert client.get("/").status_code == 302
    as_("admin").post(reverse("staff_active", args=[person.pk]))
    assert as_("counselor").get("/").status_code == 200


def test_the_register_ends_at_the_wall_of_the_organisation(office, as_):
    stranger = office.people["direct"]
    assert as_("admin").get(reverse("staff_roles", args=[stranger.pk])).status_code == 404
    assert as_("chief").get(reverse("staff_list")).status_code == 403


def test_two_who_set_the_roles_of_one_person_see_both(office, as_):
    person, place = office.people["outreach"], office.places["center"]
    url = reverse("staff_roles", args=[person.pk])
    client = as_("admin")
    seen = client.get(url).context["version"]
    set_roles(person, place, [Role.OUTREACH, Role.ADMIN], by=office.people["chief"])
    mine = {"roles": ["counselor"], "reason": "来月の養成研修を受ける。", "version": seen}
    answer = client.post(url, mine)
    assert answer.status_code == 409
    conflict = answer.context["conflict"]
    assert conflict["by"] == "試験 chief"
    said = [(unit["theirs"], unit["mine"]) for unit in conflict["fields"]]
    assert said == [("アウトリーチ支援員、管理者", "相談支援員")]
    assert roles_at(person, place) == {"outreach", "admin"}
    now = mine | {"version": conflict["version"], "conflict": "1"}
    assert client.post(url, now).status_code == 409
    assert client.post(url, now | {"choose-roles": "mine"}).status_code == 302
    assert roles_at(person, place) == {"counselor"}


def test_roles_that_are_refused_keep_what_was_typed(office, as_):
    person, place = office.people["outreach"], office.places["center"]
    url = reverse("staff_roles", args=[person.pk])
    client = as_("admin")
    seen = client.get(url).context["version"]
    answer = client.post(url, {"roles": ["counselor"], "train_by": "昨日の次", "version": seen})
    assert answer.status_code == 422
    assert "昨日の次" in answer.text
    assert answer.context["version"] == str(seen)
    assert roles_at(person, place) == {"outreach"}


def roles_at(person, place):
    return set(person.memberships.filter(organisation=place).values_list("role", flat=True))


def test_the_login_of_who_left_for_another_place_is_that_places(office, as_):
    """A new password would open what the person sees there now (D14)."""
    person, here = office.people["outreach"], office.places["center"]
    urls = [reverse(name, args=[person.pk]) for name in ("staff_active", "staff_password")]
    person.memberships.update(until=today() - dt.timedelta(days=1))
    before = person.password
    assert as_("admin").post(urls[1]).status_code == 302  # works nowhere: still of this place
    kept = User.objects.get(pk=person.pk).password
    assert kept != before
    reason = {"reason": "来月の養成研修を受ける。"}
    there, stranger = office.places["other"], office.people["outsider"]
    set_roles(person, there, [Role.COUNSELOR], by=stranger, **reason)
    page = as_("admin").get(reverse("staff_list")).text
    assert "いまは別の機関の職員です" in page
    assert not any(url in page for url in urls)
    assert [as_("admin").post(url).status_code for url in urls] == [403, 403]
    now = User.objects.get(pk=person.pk)
    assert (now.password, now.is_active) == (kept, True)
    set_roles(person, here, [Role.OUTREACH], by=office.people["admin"], **reason)
    assert as_("admin").post(urls[1]).status_code == 302


def test_the_city_gives_no_password_to_a_former_admin(office, as_):
    agency, admin = office.places["center"], office.people["admin"]
    city = office.people["officer"]
    set_roles(city, office.places["city"], [Role.OFFICER, Role.ADMIN], by=city)
    url = reverse("agency_admin_password", args=[agency.pk, admin.pk])
    assert as_("officer").post(url).status_code == 302
    admin.memberships.update(until=today() - dt.timedelta(days=1))
    assert as_("officer").post(url).status_code == 404
    assert admin.name not in as_("officer").get(reverse("agency_detail", args=[agency.pk])).text
