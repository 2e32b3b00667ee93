"""職種・兼務・資格 (P-07 to P-10): what is missing is a warning with a reason, never a bar."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import Membership, PostReason, Qualification, Role
from accounts.staffing import Register, standing, warnings_of
from accounts.standards import staffing_of
from accounts.workflow import save_qualification, set_roles
from rules.calendar import fiscal_year, today
from rules.refusals import Refused
from tests.places import PLACES

Kind = Qualification.Kind
CONSULTING = "生活困窮者への相談支援業務その他の相談支援業務"
FIELD = "保健、医療、福祉、就労、教育等の分野における業務"


def fact(kind, name, **fields):
    return Qualification(kind=kind, name=name, **fields)


def of(place, post, *facts, on=None):
    return standing(post, facts, staffing_of(PLACES[place]), on or today())


def codes(place, posts, *facts):
    staffing = staffing_of(PLACES[place])
    return [row.refusal.code for row in warnings_of(posts, facts, staffing, today())]


def certificate(post, on=dt.date(2018, 3, 1)):
    return fact(Kind.CERTIFICATE, post, obtained_on=on)


# --- 長岡市 3(2) ---


def test_a_certificate_of_the_post_is_enough():
    assert not of("nagaoka", "counselor", certificate("counselor")).is_missing
    assert of("nagaoka", "chief", certificate("counselor")).is_missing


def test_the_first_way_of_a_chief_asks_for_both_counters():
    """3(2)ア①: 5 years in the field and 3 in consulting; each is said where it falls short."""
    held = [fact(Kind.LICENCE, "社会福祉士"), fact(Kind.EXPERIENCE, FIELD, years=5)]
    short = of("nagaoka", "chief", *held, fact(Kind.EXPERIENCE, CONSULTING, years=2))
    assert short.is_missing
    assert short.nearest == f"「{CONSULTING}」3年以上（いまの登録は2年）"  # what E-20 says
    (way,) = [row for row in short.ways if "①" in row.label]
    assert way.lacking == (f"「{CONSULTING}」3年以上（いまの登録は2年）",)
    full = of("nagaoka", "chief", *held, fact(Kind.EXPERIENCE, CONSULTING, years=3))
    assert [row.label[:2] for row in full.by] == ["ア①"]


def test_the_third_way_counts_only_work_the_mayor_has_listed(folders):
    """3(2)ア③, P-10."""
    folders.rules(
        """[version.staffing]
        other_work = ["民生委員の活動"]
        routes = [{ code = "third", label = "③", posts = ["chief"], experience = [
          { work = "市長が別途定める業務", years = 5, is_listed = true }] }]"""
    )
    staffing = staffing_of("990001")
    listed = fact(Kind.EXPERIENCE, "民生委員の活動", years=5)
    other = fact(Kind.EXPERIENCE, "市長が別途定める業務", years=9)
    assert standing("chief", [listed], staffing, today()).by
    assert standing("chief", [other], staffing, today()).is_missing


def test_an_outreach_worker_needs_the_training_by_name():
    """3(2)エ: experience and the training; the warning names what is missing."""
    label = of("nagaoka", "outreach").ways[0].label
    judged = fact(Kind.JUDGED, label, judged_by="所長", note="相談支援に4年")
    alone = of("nagaoka", "outreach", judged, certificate("counselor"))
    assert alone.is_missing
    assert "アウトリーチ" in alone.nearest
    trained = fact(Kind.TRAINING, "アウトリーチ支援等をテーマとした研修")
    assert not of("nagaoka", "outreach", judged, trained).is_missing


def test_any_posts_may_be_held_together_in_nagaoka():
    """3(2): 兼務など、柔軟な対応も可能."""
    facts = [certificate(post) for post in ("chief", "counselor", "employment")]
    assert codes("nagaoka", ["chief", "counselor", "employment"], *facts) == []


# --- 札幌市 2(2), 上天草市 4 ---


def test_sapporo_waives_the_certificate_and_names_one_combination():
    assert codes("sapporo", ["counselor"]) == []
    assert codes("sapporo", ["counselor", "employment"]) == []
    assert codes("sapporo", ["chief", "employment"]) == ["E-40"]


def test_kamiamakusa_knows_the_certificate_alone():
    staffing = staffing_of(PLACES["kamiamakusa"])
    assert codes("kamiamakusa", ["counselor"]) == ["E-20"]
    assert codes("kamiamakusa", ["counselor"], certificate("counselor")) == []
    assert Register.kinds(type("R", (), {"staffing": staffing})()) == [
        ("certificate", "養成研修の修了証"),
        ("core", "地域の中核人材"),
    ]


# --- 埼玉県 3(3) ---


def test_the_certificate_of_this_year_does_not_count_for_outreach_in_saitama():
    """3(3)ア: 前年度までに; any of the three courses."""
    this_year = dt.date(fiscal_year(today()), 4, 1)
    last_year = this_year - dt.timedelta(days=1)
    assert of("saitama", "outreach", certificate("employment", on=this_year)).is_missing
    assert not of("saitama", "outreach", certificate("employment", on=last_year)).is_missing
    assert not of("saitama", "counselor", certificate("counselor", on=this_year)).is_missing


def test_other_consulting_does_not_count_as_consulting_of_the_poor():
    """3(3)イ."""
    held = [fact(Kind.LICENCE, "保健師"), fact(Kind.EXPERIENCE, FIELD, years=6)]
    poor = fact(Kind.EXPERIENCE, "生活困窮者への相談支援業務", years=3)
    other = fact(Kind.EXPERIENCE, CONSULTING, years=3)
    assert of("saitama", "outreach", *held, other).is_missing
    assert not of("saitama", "outreach", *held, poor).is_missing


@pytest.mark.parametrize(
    "held",
    [
        fact(Kind.EXPERIENCE, CONSULTING, years=5),
        fact(Kind.EXPERIENCE, "社会福祉事業", years=2),
        fact(Kind.JUDGED, "エ 社会福祉法第19条第1項各号のいずれかに該当"),
        fact(Kind.JUDGED, "カ アからオまでと同等以上の能力を有していると認められる"),
    ],
    ids=["ウ", "オ", "エ", "カ"],
)
def test_any_one_way_of_saitama_suffices(held):
    """3(3)ウ–カ."""
    assert not of("saitama", "outreach", held).is_missing


# --- the register ---


def new_one(as_, **fields):
    data = {"username": "new-one", "name": "新井 光", "roles": ["counselor"]} | fields
    return as_("admin").post(reverse("staff_list"), data)


def test_a_colleague_without_a_certificate_needs_a_reason_and_then_stays(office, as_):
    """3(2), E-20: the reason is asked beside its box, kept, and stands on the list."""
    asked = new_one(as_)
    assert asked.status_code == 422
    assert "E-20" in [error.code for error in asked.context["form"].errors["reason"].as_data()]
    assert "新井 光" in asked.text
    assert not Membership.objects.filter(user__username="new-one").exists()
    assert new_one(as_, reason="6月の養成研修を受ける。").status_code == 302
    listing = as_("admin").get(reverse("staff_list")).text
    assert "6月の養成研修を受ける。" in listing
    assert "⚠" in listing


def test_a_reason_is_asked_once(office, as_):
    person, place, by = office.people["outreach"], office.places["center"], office.people["admin"]
    with pytest.raises(Refused) as refused:
        set_roles(person, place, [Role.EMPLOYMENT], by=by)
    assert [row.code for row in refused.value.refusals] == ["E-20"]
    assert [row.role for row in person.memberships.all()] == [Role.OUTREACH]
    set_roles(person, place, [Role.EMPLOYMENT], by=by, reason="研修待ち")
    set_roles(person, place, [Role.EMPLOYMENT, Role.ADMIN], by=by)
    row = PostReason.objects.get(user=person)
    assert (row.subject, row.reason) == ("employment", "研修待ち")
    assert row.history.get().history_user == by


def test_a_combination_the_rules_do_not_name_needs_a_reason(office, at):
    """札幌市 2(2): other than 相談 and 就労."""
    at("sapporo")
    person, place, by = office.people["counselor"], office.places["center"], office.people["admin"]
    set_roles(person, place, [Role.COUNSELOR, Role.EMPLOYMENT], by=by)
    with pytest.raises(Refused) as refused:
        set_roles(person, place, [Role.CHIEF, Role.EMPLOYMENT], by=by)
    assert [row.code for row in refused.value.refusals] == ["E-40"]
    set_roles(person, place, [Role.CHIEF, Role.EMPLOYMENT], by=by, reason="欠員のあいだ")
    assert PostReason.objects.get().posts == "主任相談支援員・就労支援員"


CERTIFICATE = {"name": "counselor", "number": "第12号", "obtained_on": "R6.9.30"}


def add(as_, person, kind, who="admin", **data):
    url = reverse("qualification_add", args=[person.pk, kind])
    return as_(who).post(url, data)


def test_a_certificate_is_recorded_and_ends_the_warning(office, as_):
    person = office.people["counselor"]
    page = reverse("staff_detail", args=[person.pk])
    assert "E-20" in as_("admin").get(page).text
    assert add(as_, person, "certificate", **CERTIFICATE).status_code == 302
    told = as_("admin").get(page).text
    assert "E-20" not in told
    assert "第12号" in told
    assert "令和6年9月30日" in told
    assert "試験 admin" in told  # the history says who


def test_what_is_recorded_twice_too_early_or_not_at_all_is_refused(office, as_):
    person = office.people["counselor"]
    add(as_, person, "certificate", **CERTIFICATE)
    again = add(as_, person, "certificate", **CERTIFICATE)
    assert "既に登録されています" in str(again.context["form"].errors["name"])
    early = add(as_, person, "certificate", **CERTIFICATE | {"seen_on": "R6.9.1"})
    assert "以降の日付" in str(early.context["form"].errors["seen_on"])
    empty = add(as_, person, "certificate", name="chief")
    assert {"number", "obtained_on"} <= set(empty.context["form"].errors)
    assert Qualification.objects.count() == 1


def test_a_judgement_needs_who_and_why(office, as_, at):
    """埼玉県 3(3)カ: E-01."""
    at("saitama")
    person = office.people["outreach"]
    label = "カ アからオまでと同等以上の能力を有していると認められる"
    bare = add(as_, person, "judged", name=label, obtained_on="R6.4.1")
    assert {"judged_by", "note"} == set(bare.context["form"].errors)
    said = {"judged_by": "課長", "note": "訪問看護に10年", "obtained_on": "R6.4.1"}
    assert add(as_, person, "judged", name=label, **said).status_code == 302


def test_a_work_the_rules_do_not_name_is_not_recorded(office, as_, at):
    """3(2)ア③: what counts is picked from the list of the 要綱."""
    at("nagaoka")
    person = office.people["counselor"]
    assert add(as_, person, "experience", name="自営業", years="9").status_code == 422
    assert add(as_, person, "experience", name=FIELD, years="5").status_code == 302
    assert add(as_, person, "experience", name=CONSULTING, years="200").status_code == 422


def test_two_who_mend_the_same_row_see_both(office, as_):
    person, admin = office.people["counselor"], office.people["admin"]
    place = office.places["center"]
    row = save_qualification(
        person,
        place,
        "certificate",
        by=admin,
        name="counselor",
        number="第1号",
        obtained_on=today(),
    )
    url = reverse("qualification_edit", args=[person.pk, row.pk])
    stale = as_("admin").post(url, CERTIFICATE | {"version": "0"})
    assert stale.status_code == 409
    assert "2つの内容を見比べて" in stale.text
    assert as_("admin").post(url, CERTIFICATE | {"version": row.version}).status_code == 302
    row.refresh_from_db()
    assert row.number == "第12号"
    assert row.history.count() == 2


def test_a_row_that_is_taken_away_stays_in_the_history(office, as_):
    person = office.people["counselor"]
    add(as_, person, "certificate", **CERTIFICATE)
    row = Qualification.objects.get()
    as_("admin").post(reverse("qualification_remove", args=[person.pk, row.pk]))
    assert not Qualification.objects.exists()
    told = as_("admin").get(reverse("staff_detail", args=[person.pk])).text
    assert "消した" in told
    assert "第12号" in told


def test_a_reason_is_mended_and_the_old_one_stays(office, as_):
    person, place = office.people["chief"], office.places["center"]
    row = PostReason(user=person, organisation=place, subject="chief", reason="欠員")
    row.save()
    url = reverse("post_reason", args=[person.pk, row.pk])
    assert as_("admin").post(url, {"reason": "", "version": "1"}).status_code == 422
    assert as_("admin").post(url, {"reason": "研修待ち", "version": "0"}).status_code == 409
    assert as_("admin").post(url, {"reason": "研修待ち", "version": "1"}).status_code == 302
    told = as_("admin").get(reverse("staff_detail", args=[person.pk])).text
    assert "欠員" in told
    assert "研修待ち" in told


def test_the_walls_of_the_register(office, as_):
    stranger, person = office.people["direct"], office.people["counselor"]
    for name, args in (
        ("staff_detail", [stranger.pk]),
        ("qualification_add", [stranger.pk, "certificate"]),
        ("qualification_add", [person.pk, "blood"]),
        ("qualification_add", [person.pk, "training"]),  # the 要綱 asks for none
        ("qualification_edit", [person.pk, 1]),
        ("post_reason", [person.pk, 1]),
    ):
        assert as_("admin").get(reverse(name, args=args)).status_code == 404, name
    assert as_("chief").get(reverse("staff_detail", args=[person.pk])).status_code == 403


def test_a_post_nobody_holds_is_said_on_the_list_and_at_home(office, as_):
    """3(2), E-31: and not for a post an agency may do without."""
    for page in ("staff_list", "home"):
        assert "E-31" not in as_("admin").get(reverse(page)).text
    Membership.objects.filter(role=Role.EMPLOYMENT).delete()
    for page in ("staff_list", "home"):
        told = as_("admin").get(reverse(page)).text
        assert "つむぎ相談センターに就労支援員が配置されていません" in told
        assert told.count("E-31") == 1


def test_the_posts_on_offer_are_those_of_the_rules(office, as_, at):
    """P-07."""
    at("sapporo")
    offered = dict(as_("admin").get(reverse("staff_list")).context["form"].fields["roles"].choices)
    assert set(offered) == {"chief", "counselor", "employment", "admin"}  # no task, no shelter
    roles = reverse("staff_roles", args=[office.people["outreach"].pk])
    assert "outreach" in dict(as_("admin").get(roles).context["form"].fields["roles"].choices)


def test_the_city_office_holds_no_posts(office, as_):
    from tests.full import admin_of_the_city

    admin_of_the_city(office)
    assert "E-31" not in as_("city_admin").get(reverse("staff_list")).text
    officer = office.people["officer"]
    assert as_("city_admin").get(reverse("staff_detail", args=[officer.pk])).status_code == 404
    data = {"username": "x", "name": "新 人", "roles": ["officer"]}
    assert as_("city_admin").post(reverse("staff_list"), data).status_code == 302
