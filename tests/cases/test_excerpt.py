"""抜粋: for each purpose what it needs, and nobody's name where the purpose names nobody (E-24)."""

import pytest
from django.urls import reverse

from accounts.models import Draft
from cases.models import Disclosure
from documents.models import PaperPrint
from network.models import Contact
from rules.choices import choices
from tests.course import Course
from tests.documents.reading import text_of

NAMELESS = [code for code, _words in choices("consent_purposes") if code != "support"]


@pytest.fixture
def course(office):
    course = Course(office, kana="しけん はなこ", birth="1980-05-01", address="つむぎ市中町1-2-3")
    return course.applied().assessed()


def make(client, course, **changed):
    url = reverse("case_excerpt", args=[course.case.pk])
    typed = {
        "purpose": "support",
        "categories": ["work"],
        "goes_to": "agency",
        "recipient": "つむぎ相談センター",
    }
    return client.post(url, typed | changed)


def rewrite(course, key, text):
    """What the assessment says, in other words."""
    section = next(
        row for row in course.episode.assessments.get().sections.all() if key in row.answers
    )
    section.answers[key] = text
    section.save()


def test_the_five_purposes_are_told_apart():
    assert [code for code, _words in choices("consent_purposes")] == ["support", *NAMELESS]
    assert len(NAMELESS) == 4


@pytest.mark.parametrize("purpose", NAMELESS)
def test_a_purpose_without_names_refuses_what_tells_who_it_is(course, as_, purpose):
    page = make(as_("counselor"), course, purpose=purpose, categories=["identity", "work"])
    assert page.status_code == 422
    assert "E-24" in page.text
    assert "属性（氏名・住所・家族関係など）" in page.text
    paper = make(as_("counselor"), course, purpose=purpose)
    words = text_of(paper.content)
    assert "40歳代" in words
    for known in ("試験", "花子", "しけん", "1980", "昭55", "中町", course.case.number):
        assert known not in words
    assert not Disclosure.objects.exists()


def test_only_the_kinds_of_data_that_were_chosen_are_on_it(course, as_):
    words = text_of(make(as_("counselor"), course).content)
    assert "就労・通学・通所の状況" in words
    assert "試験花子" in words
    for other in ("健康状態", "中町", "生活歴"):
        assert other not in words
    whole = text_of(make(as_("counselor"), course, categories=["identity"]).content)
    assert "つむぎ市中町1-2-3" in whole


def test_a_text_goes_without_a_name_only_after_it_was_shown_and_chosen(course, as_):
    rewrite(course, "summary", "家賃の遅れと仕事の不安。")
    client, life = as_("counselor"), {"purpose": "case_study", "categories": ["life"]}
    shown = make(client, course, **life, texts=["summary"])
    assert shown.headers["Content-Type"].startswith("text/html")
    assert "家賃の遅れと仕事の不安。" in shown.text
    seen = shown.context["form"].seen
    without = make(client, course, **life, seen=seen)
    assert "家賃の遅れ" not in text_of(without.content)
    read = make(client, course, **life, seen=seen, texts=["summary"])
    assert "家賃の遅れと仕事の不安。" in text_of(read.content)
    rewrite(course, "summary", "家賃の遅れと、息子の不安。")
    again = make(client, course, **life, seen=seen, texts=["summary"])
    assert "家賃の遅れと、息子の不安。" in again.text
    assert again.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    ("text", "item"), [("花子さんは働きたい。", "氏名"), ("つむぎ市中町1-2-3のアパート", "住所")]
)
def test_a_text_that_names_the_person_is_refused_though_it_was_chosen(course, as_, text, item):
    rewrite(course, "summary", text)
    client, life = as_("counselor"), {"purpose": "research", "categories": ["life"]}
    seen = make(client, course, **life).context["form"].seen
    page = make(client, course, **life, seen=seen, texts=["summary"])
    assert page.status_code == 422
    assert f"個人を特定できる項目（{item}）が含まれているため" in page.text
    assert not PaperPrint.objects.filter(code="excerpt").exists()


def test_for_support_it_leaves_through_the_gate_and_stands_in_the_register(course, office, as_):
    clinic = Contact(
        municipality=office.places["city"].municipality, category="medical", name="架空診療所"
    )
    clinic.save()
    course.episode.consents.update(recipients=["c2"])
    to = {"goes_to": str(clinic.pk), "recipient": "架空診療所"}
    refused = make(as_("counselor"), course, **to)
    assert (refused.status_code, "E-06" in refused.text) == (422, True)
    course.episode.consents.update(recipients=["c5"])
    assert make(as_("counselor"), course, **to).headers["Content-Type"] == "application/pdf"
    told = Disclosure.objects.get()
    assert (told.recipient, told.kind) == ("架空診療所", "c5")
    assert told.purpose == "抜粋：就労・通学・通所の状況"
    assert PaperPrint.objects.get(code="excerpt").title == "抜粋（支援の検討・実施）"


@pytest.mark.parametrize(("who", "status"), [("officer", 403), ("outsider", 404), ("admin", 403)])
def test_nobody_from_outside_the_agency_makes_one(course, as_, who, status):
    assert make(as_(who), course).status_code == status
    assert not PaperPrint.objects.exists()


def test_what_was_typed_is_no_draft_any_more_when_the_paper_is_there(course, as_):
    client = as_("counselor")
    url = reverse("case_excerpt", args=[course.case.pk])
    whose = {"draft-user": "counselor", "recipient": "つむぎ相談センター"}
    typed = whose | {"draft": "opened", "draft-form": "", "csrfmiddlewaretoken": "t"}
    assert client.post(url, typed, headers={"X-Draft": "1"}).status_code == 200
    sent = {"draft": "opened", "draft-form": "", "csrfmiddlewaretoken": "t"}
    assert make(client, course, categories=[], **sent).status_code == 422
    assert Draft.objects.count() == 1
    assert make(client, course, **sent)["Content-Type"] == "application/pdf"
    assert Draft.objects.count() == 0
