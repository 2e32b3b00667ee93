"""対象要件 at 振り分け, the 福祉事務所 of a ward, help before the plan: by the 要綱."""

import pytest
from django.urls import reverse

from cases.models import Referral, TargetCheck
from cases.workflow import case_workflow
from cases.workflow.records import record_early_support
from network.models import Contact
from rules.calendar import today, wareki_short
from rules.refusals import Refused
from tests.course import Course

POOR = {"poor": ["yes"]}
HERE = POOR | {"resident": ["yes"]}
AGE = "おおむね就職氷河期世代（30代半ば～40代半ば）（実施要綱 3(2)ア）"
NEED = POOR | {"need": ["withdrawn"]}


def go_on(office, case, **data):
    by = office.people["counselor"]
    case_workflow.advance(case.episode, "go_on", by=by, reason="継続して聞く", **data)


@pytest.mark.parametrize(
    ("place", "birth", "targets", "missing"),
    [
        ("nagaoka", "", {}, ""),
        ("sapporo", "", {}, ""),
        ("kamiamakusa", "", HERE, ""),
        ("kamiamakusa", "", POOR, "市内に在住している（実施要領 3）"),
        ("kamiamakusa", "", POOR | {"resident": ["no"]}, "市内に在住している（実施要領 3）"),
        ("saitama", "1986-11", NEED, ""),
        ("saitama", "1974-05-01", NEED, AGE),
        ("saitama", "", NEED, AGE),
        ("saitama", "1986-11", POOR, "丁寧な支援が要る事情（実施要綱 3(2)イ）"),
        ("saitama", "1986-11", POOR | {"need": ["made_up"]}, "丁寧な支援が要る事情"),
        ("saitama", "1986-11", {"need": ["other"]}, "就労の状況、心身の状況"),
    ],
)
def test_whoever_is_not_meant_is_not_taken_on_without_a_reason(
    office, at, place, birth, targets, missing
):
    """KAM-3, SAI-3-2 (A14: a reason where the age is only roughly so), D12: never a bar at 受付."""
    at(place)
    case = office.case(birth=birth)
    if not missing:
        go_on(office, case, targets=targets)
        assert not TargetCheck.objects.filter(is_met=False).exists()
        return
    with pytest.raises(Refused) as refused:
        go_on(office, case, targets=targets)
    (said,) = refused.value.refusals
    assert (said.code, said.field) == ("E-30", "exception")
    assert missing in said.text
    go_on(office, case, targets=targets, exception="ほかに相談先がない")
    unmet = TargetCheck.objects.filter(episode=case.episode, is_met=False)
    assert {row.exception for row in unmet} == {"ほかに相談先がない"}


def test_the_page_asks_the_rules_and_keeps_what_was_ticked(office, at, as_):
    at("saitama")
    case, client = office.case(birth="1974-05-01"), as_("counselor")
    url = reverse("case_move", args=[case.pk, "go_on"])
    page = client.get(url).text
    assert "(ｱ) ひきこもり状態にある" in page
    typed = {
        "on": wareki_short(today()),
        "reason": "続ける",
        "target_poor": "yes",
        "target_need": ["withdrawn"],
    }
    answer = client.post(url, typed)
    assert (answer.status_code, "E-30" in answer.text) == (422, True)
    assert client.post(url, typed | {"exception": "支援が途切れる"}).status_code == 302
    found = {row.code: (row.is_met, row.found) for row in TargetCheck.objects.all()}
    assert found == {
        "poor": (True, ["yes"]),
        "generation": (False, []),
        "need": (True, ["withdrawn"]),
    }


def test_the_other_way_out_is_to_refer(office, at):
    at("kamiamakusa")
    case = office.case()
    case_workflow.advance(
        case.episode, "inform", by=office.people["counselor"], given="となり市の窓口", reason="市外"
    )
    assert case.episode.state == "informed"


@pytest.mark.parametrize(
    ("place", "address", "office_name"),
    [
        ("sapporo", "札幌市北区北24条西6丁目", "北区保護課"),
        ("sapporo", "札幌市東区", "東区保護課"),
        ("sapporo", "住所不定", ""),
        ("kamiamakusa", "上天草市大矢野町", "上天草市福祉事務所"),
    ],
)
def test_the_welfare_office_is_preset_by_the_address(office, at, as_, place, address, office_name):
    """SAP-3-1-エ-3, KAM-5-1-エ-2; without a ward E-01; the referral is one to 生活保護 (E-18)."""
    at(place)
    case = Course(office, address=address).applied().case
    client, url = as_("counselor"), reverse("case_move", args=[case.pk, "refer"])
    form = client.get(url).context["form"]
    assert form.fields["office"].initial == office_name
    typed = {
        "on": wareki_short(today()),
        "reason": "保護の申請",
        "to_welfare": "on",
        "office": office_name,
    }
    answer = client.post(url, typed | {"consent_method": "written"})
    if not office_name:
        assert (answer.status_code, "「区保護課」を入力" in answer.text) == (422, True)
        return
    assert answer.status_code == 302
    referral = Referral.objects.get()
    assert (str(referral.contact), referral.is_welfare) == (office_name, True)
    assert Contact.objects.get().municipality == office.places["city"].municipality


@pytest.mark.parametrize("place", ["nagaoka", "saitama"])
def test_without_a_list_the_register_of_agencies_is_all_there_is(office, at, as_, place):
    at(place)
    case = Course(office).applied().case
    url = reverse("case_move", args=[case.pk, "refer"])
    form = as_("counselor").get(url).context["form"]
    assert "office" not in form.fields
    assert (
        "つなぎ先" in as_("counselor").post(url, {"on": wareki_short(today()), "reason": "x"}).text
    )


@pytest.mark.parametrize(
    ("place", "kind", "allowed"),
    [
        ("nagaoka", "housing_benefit", True),
        ("nagaoka", "shelter", False),
        ("nagaoka", "job_support", True),
        ("sapporo", "shelter", True),
        ("kamiamakusa", "job_support", False),
        ("kamiamakusa", "other", True),
        ("saitama", "shelter", True),
    ],
)
def test_help_before_the_plan_is_what_the_ordinance_names(office, at, place, kind, allowed):
    """P-17: NAG-4-2-イ, SAP-3-2-イ, KAM-5-2-イ (E-23)."""
    at(place)
    case = office.case()
    act = {"by": office.people["counselor"], "started_on": today(), "kind": kind, "content": "急ぎ"}
    if allowed:
        assert record_early_support(case, **act).kind == kind
        return
    with pytest.raises(Refused, match="E-23"):
        record_early_support(case, **act)


def test_the_page_offers_the_help_of_the_ordinance_alone(office, at, as_):
    at("kamiamakusa")
    url = reverse("record_add", args=[office.case().pk, "early"])
    page = as_("counselor").get(url).text
    assert "住居確保給付金" in page
    assert "一時生活支援事業" not in page


@pytest.mark.parametrize(
    ("place", "words"),
    [("nagaoka", "検討する"), ("sapporo", "努める"), ("kamiamakusa", "望ましい")],
)
def test_the_page_of_a_job_says_how_strongly_the_ordinance_asks(office, at, as_, place, words):
    """P-29."""
    at(place)
    url = reverse("record_add", args=[office.case().pk, "start"])
    assert words in as_("counselor").get(url).text


def test_the_ways_in_that_the_ordinance_names_come_first(office, at, as_):
    """P-11: 上天草 5(1)ア names the telephone, 長岡 4(1)ア does not; it can be recorded anyway."""
    at("nagaoka")
    form = as_("counselor").get(reverse("case_receive")).context["form"]
    ways = [code for code, _words in form.fields["channel"].choices]
    assert ways[1:4] == ["self_visit", "family_visit", "outreach"]
    assert "self_phone" in ways
