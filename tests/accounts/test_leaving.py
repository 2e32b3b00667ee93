"""退職・異動: access ends on its day or at once; once a year all accounts are looked at."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils.timezone import make_aware

from accounts.models import AccountReview, Membership, Role, User
from accounts.templatetags.frame import day
from accounts.workflow import end_work, review_accounts
from rules.calendar import add_months, today, wareki_short
from rules.refusals import Refused
from tests.course import ago

pytestmark = pytest.mark.django_db


def codes(call, *args, **kwargs):
    with pytest.raises(Refused) as found:
        call(*args, **kwargs)
    return [refusal.code for refusal in found.value.refusals]


def test_access_ends_with_the_last_day(office, as_, clock):
    case, leaver = office.case(), office.people["counselor"]
    page, last = reverse("case_detail", args=[case.pk]), ago(-9)
    end_work(leaver, office.places["center"], by=office.people["admin"], until=last)
    client = as_("counselor")
    clock(last)
    assert client.get(page).status_code == 200
    clock(last + dt.timedelta(days=1))
    assert client.get(page).status_code == 403
    assert client.get("/cases/").status_code == 403
    assert leaver.memberships.get().history.first().history_user == office.people["admin"]


def test_access_ends_at_once_in_a_running_session(office, as_):
    case, leaver = office.case(), office.people["counselor"]
    page, client = reverse("case_detail", args=[case.pk]), as_("counselor")
    assert client.get(page).status_code == 200
    end_work(leaver, office.places["center"], by=office.people["admin"])
    assert client.get(page).headers["Location"].startswith("/login/")
    leaver.refresh_from_db()
    assert not leaver.is_active
    assert leaver.memberships.get().until == ago(1)


def test_who_works_elsewhere_too_goes_on_there(office, as_):
    leaver, direct = office.people["counselor"], office.places["direct"]
    Membership(user=leaver, organisation=direct, role=Role.COUNSELOR, since=ago(3)).save()
    here, there = office.case(), office.case(by="direct")
    end_work(leaver, office.places["center"], by=office.people["admin"])
    leaver.refresh_from_db()
    assert leaver.is_active
    assert as_("counselor").get(reverse("case_detail", args=[here.pk])).status_code == 404
    assert as_("counselor").get(reverse("case_detail", args=[there.pk])).status_code == 200


def test_a_role_of_today_leaves_no_day_before_its_beginning(office):
    leaver = office.people["counselor"]
    leaver.memberships.update(since=today())
    end_work(leaver, office.places["center"], by=office.people["admin"])
    assert not leaver.memberships.exists()
    assert Membership.history.filter(user=leaver, history_type="-").exists()


def test_a_day_that_has_gone_by_is_refused(office, as_):
    leaver = office.people["counselor"]
    late = {"by": office.people["admin"], "until": ago(1)}
    assert codes(end_work, leaver, office.places["center"], **late) == ["E-02"]
    page = reverse("staff_leave", args=[leaver.pk])
    answer = as_("admin").post(page, {"when": "day", "until": wareki_short(ago(1))})
    assert answer.status_code == 422
    assert wareki_short(ago(1)) in answer.text
    assert "「最後の日」を入力してください。" in as_("admin").post(page, {"when": "day"}).text
    for who in ("chief", "counselor", "officer"):
        assert as_(who).get(page).status_code == 403


def test_the_page_of_a_leaver(office, as_):
    leaver = office.people["counselor"]
    page = reverse("staff_leave", args=[leaver.pk])
    day = {"when": "day", "until": wareki_short(ago(-9))}
    shown = as_("admin").post(page, day, follow=True).text
    assert "試験 counselorさんは" in shown
    assert leaver.memberships.get().until == ago(-9)
    as_("admin").post(page, {"when": "now"})
    assert leaver.memberships.get().until == ago(1)
    stranger = reverse("staff_leave", args=[office.people["outsider"].pk])
    assert as_("admin").get(stranger).status_code == 404


def test_the_yearly_look_shows_what_is_doubtful(office, as_):
    leaver, newcomer = office.people["counselor"], office.people["outreach"]
    leaver.memberships.update(until=ago(1))
    newcomer.must_change_password, newcomer.pledged_on = True, None
    newcomer.save()
    rows = as_("admin").get(reverse("account_review")).context["people"]
    doubts = {one["user"]: one["doubts"] for one in rows}
    assert "この所属の役割が終わっています" in doubts[leaver]
    assert "最初のパスワードのままです" in doubts[newcomer]
    assert "守秘義務の誓約がありません" in doubts[newcomer]
    assert office.people["direct"] not in doubts
    assert doubts[office.people["admin"]] == []  # logged in just now


def test_a_login_of_the_early_morning_is_of_that_day(office, as_):
    early = make_aware(dt.datetime.combine(today(), dt.time(8, 30)))  # in UTC the day before
    User.objects.filter(pk=office.people["counselor"].pk).update(
        last_login=early, pledged_on=ago(30)
    )
    page = as_("admin").get(reverse("account_review")).text
    row = page.partition("試験 counselor")[2].partition("</tr>")[0]
    assert f"<td>{day(today())}</td>" in row


def test_the_look_is_recorded_and_due_again_after_a_year(office, as_):
    page = reverse("account_review")
    assert as_("admin").get(page).context["due"] == today()
    typed = {"on": wareki_short(today()), "note": "退職した1人を止めた。"}
    assert as_("admin").post(page, typed | {"note": ""}).status_code == 422
    assert as_("admin").post(page, typed).status_code == 302
    row = AccountReview.objects.get()
    assert (row.by, row.organisation) == (office.people["admin"], office.places["center"])
    shown = as_("admin").get(page)
    assert shown.context["due"] == add_months(today(), 12)
    assert "退職した1人を止めた。" in shown.text
    ahead = {"by": office.people["admin"], "on": ago(-1), "note": "先"}
    assert codes(review_accounts, office.places["center"], **ahead) == ["E-35"]
    assert as_("chief").get(page).status_code == 403
