"""段階, 集中して支えるケース, 土日祝・時間外, 町村 (長岡市 4(1)ア, 埼玉県 2・3(1))."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Case, Note
from cases.towns import town_in
from cases.workflow.notes import correct_note, strike_note, write_note
from cases.workflow.outreach import steps_of
from cases.workflow.receive import receive
from cases.workflow.records import make_appointment
from reports.outreach import months_of_year
from rules.calendar import fiscal_year, is_closed_day, today
from tests.places import PLACES

MOTHER = {
    "visitor_name": "根本 母",
    "visitor_relation": "family",
    "visitor_relation_text": "母",
}


@pytest.fixture
def saitama(office, at):
    at("saitama")
    return office


def called(office, *, channel="family_phone", on=None, at=None, **person):
    """A family's call, received by the アウトリーチ支援員 in charge of it from then on."""
    by = office.people["outreach"]
    case = receive(
        agency=office.places["center"],
        by=by,
        on=on or today() - dt.timedelta(days=60),
        person={"call_name": "息子さん", **person},
        intake={"channel": channel, "words": "部屋から出ない。", "received_at": at, **MOTHER},
    )
    case.episode.lead = by
    case.episode.save()
    return case


def told(case, office, stage="", *, ago=0, who="outreach", method="visit", **fields):
    day = today() - dt.timedelta(days=ago)
    words = {"on": day, "method": method, "body": "会った。", "stage": stage, **fields}
    return write_note(case, by=office.people[who], **words)


def codes(case):
    return [step.stage.code for step in steps_of(Case.objects.get(pk=case.pk))]


# ---- the stages ----------------------------------------------------------------------


@pytest.mark.parametrize("place", ["nagaoka", "saitama"])
def test_the_way_from_the_familys_call_to_work_is_told_by_the_notes_alone(office, at, as_, place):
    """4(1)ア, 3(1)ア（ｳ）: 家族の相談, 訪問, 本人, 信頼関係, 同行, 就労; each written once."""
    at(place)
    case = called(office)
    assert codes(case) == ["family"]  # from 受付 itself
    client, url = as_("outreach"), reverse("note_add", args=[case.pk])
    ways = ("visit", "met", "trust", "accompany", "work")
    for ago, stage in zip((50, 40, 30, 20, 10), ways, strict=True):
        day = today() - dt.timedelta(days=ago)
        data = {"on": str(day), "method": "visit", "body": f"{stage}の日", "stage": stage}
        assert client.post(url, data).status_code == 302
    assert codes(case) == ["family", *ways]
    page = client.get(reverse("case_detail", args=[case.pk])).text
    assert "<b>就労の支援</b>" in page
    assert "信頼関係をつくる" in page
    assert "段階：関係機関への同行" in page  # beside the note that said so


def test_a_stage_may_be_skipped_and_may_come_again(saitama):
    case = called(saitama)
    for ago, stage in ((9, "accompany"), (8, "trust"), (7, ""), (6, "trust"), (5, "visit")):
        told(case, saitama, stage, ago=ago)
    assert codes(case) == ["family", "accompany", "trust", "visit"]


def test_a_note_that_is_mended_or_struck_out_takes_its_stage_with_it(saitama):
    case = called(saitama)
    note = told(case, saitama, "met", ago=9)
    by = saitama.people["outreach"]
    correct_note(note, by=by, version=note.version, stage="visit")
    assert codes(case) == ["family", "visit"]
    strike_note(Note.objects.get(pk=note.pk), by=by, reason="人違い")
    assert codes(case) == ["family"]


def test_the_stage_of_a_note_is_mended_on_its_page(saitama, as_):
    case = called(saitama)
    note = told(case, saitama, "met", ago=9)
    url = reverse("note_correct", args=[case.pk, note.pk])
    assert as_("outreach").get(url).context["form"].initial["stage"] == "met"
    data = {"on": str(note.on), "method": "visit", "body": "会えた。", "stage": "trust"}
    assert as_("outreach").post(url, data | {"version": note.version}).status_code == 302
    assert codes(case) == ["family", "trust"]


def test_a_stage_that_is_none_is_refused_and_the_words_stay(saitama, as_):
    case = called(saitama)
    data = {"on": str(today()), "method": "visit", "body": "会えた。", "stage": "flying"}
    answer = as_("outreach").post(reverse("note_add", args=[case.pk]), data)
    assert answer.status_code == 422
    assert "stage" in answer.context["form"].errors
    assert "会えた。" in answer.text


def test_nobody_but_the_staff_of_the_case_writes_a_stage(saitama, as_):
    case = called(saitama)
    url, data = reverse("note_add", args=[case.pk]), {"body": "会った", "stage": "met"}
    assert as_("officer").post(url, data).status_code in (403, 404)
    assert as_("direct").post(url, data).status_code == 404
    assert codes(case) == ["family"]


def test_a_stage_is_asked_where_outreach_has_begun_or_of_who_does_it(saitama, as_):
    """In every other note the box would be one more to pass."""
    case = called(saitama, channel="phone")
    url = reverse("case_detail", args=[case.pk])
    asked = {
        who: "stage" in as_(who).get(url).context["boxes"] for who in ("counselor", "outreach")
    }
    assert asked == {"counselor": False, "outreach": True}
    told(case, saitama, "met", ago=1)
    assert "stage" in as_("counselor").get(url).context["boxes"]


@pytest.mark.parametrize("place", ["sapporo", "kamiamakusa"])
def test_where_the_ordinance_has_no_outreach_nothing_of_it_is_asked(office, at, as_, place):
    """P-13."""
    at(place)
    case = called(office)
    page = as_("outreach").get(reverse("case_detail", args=[case.pk]))
    assert "stage" not in page.context["boxes"]
    assert "アウトリーチの段階" not in page.text
    assert as_("chief").get(reverse("intensive_list")).status_code == 404
    assert reverse("intensive_list") not in as_("chief").get("/").text


def test_the_list_of_cases_is_narrowed_to_a_stage(saitama, as_):
    first, second = called(saitama), called(saitama)
    third = called(saitama, channel="self_phone")
    told(second, saitama, "trust", ago=9)
    told(second, saitama, ago=8)  # says nothing of the stage

    def found(stage):
        page = as_("outreach").get(reverse("case_list"), {"stage": stage})
        return {row.pk for row in page.context["page"]}, page.text

    assert found("trust")[0] == {second.pk}
    assert found("family")[0] == {first.pk}
    assert found("nonsense")[0] == set()
    assert "アウトリーチの段階：信頼関係をつくる" in found("trust")[1]
    assert third.pk in found("")[0]


# ---- 集中して支えるケース ---------------------------------------------------------------


def test_who_is_supported_intensively_stands_there_with_the_last_contact(saitama, as_):
    """3(1): 支援につながった後の集中的な支援."""
    before = called(saitama)  # not reached yet
    seen, long_ago = called(saitama, call_name="近い人"), called(saitama, call_name="遠い人")
    told(seen, saitama, "met", ago=40)
    told(seen, saitama, "trust", ago=3)
    told(seen, saitama, ago=2, method="phone")
    told(seen, saitama, ago=1, method="internal")  # no contact
    told(long_ago, saitama, "trust", ago=31)
    make_appointment(
        seen, by=saitama.people["outreach"], on=today() + dt.timedelta(days=4), kind="visit"
    )
    hidden = called(saitama, call_name="伏せた人")
    told(hidden, saitama, "trust", ago=5)
    hidden.is_restricted = True
    hidden.save()
    page = as_("chief").get(reverse("intensive_list"))
    rows = page.context["rows"]
    assert [row["case"].pk for row in rows] == [long_ago.pk, seen.pk]
    assert before.pk not in {row["case"].pk for row in rows}
    late, fresh = rows
    assert (late["is_late"], late["case"].recent, late["case"].next_on) == (True, 0, None)
    assert fresh["case"].last_on == today() - dt.timedelta(days=2)
    assert (fresh["is_late"], fresh["case"].recent) == (False, 2)
    assert fresh["case"].next_on == today() + dt.timedelta(days=4)
    assert "14日をこえています" in page.text
    assert as_("counselor").get(reverse("intensive_list")).status_code == 403


def test_the_list_asks_no_more_for_more_rows(saitama, as_):
    def asked():
        client = as_("chief")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(reverse("intensive_list")).status_code == 200
        return len(queries)

    told(called(saitama), saitama, "trust", ago=3)
    once = asked()
    for _more in range(4):
        told(called(saitama), saitama, "trust", ago=3)
    assert asked() == once


# ---- 土日祝・時間外 ---------------------------------------------------------------------


def a_day(closed):
    """The last day off, or the last working day, of this 年度 before today."""
    day = today() - dt.timedelta(days=1)
    while is_closed_day(day) is not closed:
        day -= dt.timedelta(days=1)
    return day


SUNDAY, WEEKDAY = a_day(True), a_day(False)


@pytest.mark.parametrize(
    ("day", "hour", "when"),
    [
        (SUNDAY, dt.time(10), "closed"),
        (SUNDAY, None, "closed"),
        (WEEKDAY, dt.time(8, 29), "outside"),
        (WEEKDAY, dt.time(8, 30), ""),
        (WEEKDAY, dt.time(17, 14), ""),
        (WEEKDAY, dt.time(17, 15), "outside"),
        (WEEKDAY, None, ""),
    ],
)
@pytest.mark.parametrize("place", ["nagaoka", "saitama"])
def test_a_talk_out_of_hours_is_counted_from_its_own_day_and_hour(
    office, at, place, day, hour, when
):
    """4(1)ア, 3(1)イ: nothing is typed for it; 所内 is no talk."""
    at(place)
    case = called(office, on=day, at=hour)
    fields = {"method": "phone", "body": "話した。", "on": day, "at": hour}
    by = office.people["outreach"]
    write_note(case, by=by, **fields)
    write_note(case, by=by, **fields | {"method": "internal"})
    months, untimed = months_of_year(by, PLACES[place], fiscal_year(day))
    month = next(row for row in months if row.first.month == day.month)
    received, noted = {"closed": (0, 2), "outside": (1, 3), "": (None, None)}[when]
    counts = [cell.count for cell in month.cells]
    assert counts == [int(n in (received, noted)) for n in range(4)]
    assert untimed == (2 if hour is None and when == "" else 0)


def test_each_number_leads_to_its_rows(saitama, as_):
    case = called(saitama, on=SUNDAY, at=dt.time(10))
    told(case, saitama, on=SUNDAY, at=dt.time(11), partner="母")
    client = as_("outreach")
    page = client.get(reverse("off_hours"), {"year": fiscal_year(SUNDAY)})
    cells = [cell for row in page.context["months"] for cell in row.cells if cell.count]
    assert len(cells) == 2
    for cell in cells:
        assert cell.url.replace("&", "&amp;") in page.text
        rows = client.get(cell.url)
        assert rows.context["page"].paginator.count == cell.count == 1
        assert reverse("case_detail", args=[case.pk]) in rows.text
    for nonsense in ("", "?month=2026-13&what=note&when=closed", "?month=2026-10&what=x&when=y"):
        assert client.get(reverse("off_hours_rows") + nonsense).status_code == 404
    assert client.get(reverse("off_hours"), {"year": "1999"}).status_code == 200


def test_the_hours_are_those_of_the_ordinance(office, as_, folders):
    """P-12: another office keeps other hours."""
    folders.rules(
        """[version.cases]
        off_hours = true
        hours = { opens = 10:00:00, closes = 19:00:00 }"""
    )
    called(office, on=WEEKDAY, at=dt.time(9))
    called(office, on=WEEKDAY, at=dt.time(18))
    page = as_("outreach").get(reverse("off_hours"), {"year": fiscal_year(WEEKDAY)})
    assert sum(page.context["totals"]) == 1
    assert "10:00から19:00まで" in page.text


@pytest.mark.parametrize("place", ["sapporo", "kamiamakusa"])
def test_where_the_ordinance_does_not_speak_of_it_there_is_no_count(office, at, as_, place):
    at(place)
    assert as_("chief").get(reverse("off_hours")).status_code == 404
    assert reverse("off_hours") not in as_("chief").get("/").text


def test_the_talks_of_another_agency_are_not_counted(saitama, as_):
    called(saitama, on=SUNDAY, at=dt.time(10))
    page = as_("direct").get(reverse("off_hours"), {"year": fiscal_year(SUNDAY)})
    assert sum(page.context["totals"]) == 0


# ---- 町村 ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "town"),
    [
        ("埼玉県比企郡小川町架空谷1番", "小川町"),
        ("比企郡 小川町架空谷", "小川町"),
        ("小川町", "小川町"),
        ("埼玉県秩父郡東秩父村", "東秩父村"),
        ("東京都千代田区神田小川町1番", ""),
        ("群馬県小川町", ""),
        ("埼玉県さいたま市", ""),
        ("", ""),
    ],
)
def test_the_town_is_read_from_the_address(address, town):
    assert town_in(address, ("小川町", "東秩父村"), "埼玉県") == town


def test_one_agency_serves_several_towns_and_each_case_knows_its_own(saitama, as_):
    """埼玉県 2: lists and counts by 町村, nothing typed for it."""
    agency = saitama.places["center"]
    agency.towns = ["小川町", "横瀬町"]
    agency.save()
    saitama.places["direct"].towns = ["東秩父村"]
    saitama.places["direct"].save()
    ogawa = called(saitama, address="埼玉県比企郡小川町架空谷1番")
    nowhere = called(saitama)
    page = as_("chief").get(reverse("town_list"))
    rows = {row.name: (row.files, row.open) for row in page.context["towns"]}
    assert rows == {"小川町": (1, 1), "横瀬町": (0, 0), "わからない": (1, 1)}
    next_door = as_("direct").get(reverse("town_list")).context["towns"]
    assert [row for row in next_door if row.files] == []
    listed = as_("chief").get(reverse("case_list"), {"town": "小川町"})
    assert [row.pk for row in listed.context["page"]] == [ogawa.pk]
    assert "町村：小川町" in listed.text
    rest = as_("chief").get(reverse("case_list"), {"town": "none"})
    assert [row.pk for row in rest.context["page"]] == [nowhere.pk]
    nowhere.person.address = "横瀬町"
    nowhere.person.save()
    assert Case.objects.get(pk=nowhere.pk).town == "横瀬町"


def test_a_city_has_no_towns(office, at, as_):
    at("nagaoka")
    case = called(office, address="新潟県長岡市小川町1番")
    assert Case.objects.get(pk=case.pk).town == ""
    assert as_("chief").get(reverse("town_list")).status_code == 404
    assert "町村" not in as_("chief").get(reverse("case_list")).text
