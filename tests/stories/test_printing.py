"""管理者 orders the papers of many, goes away, comes back; one could not be made at first."""

import pytest

from documents.models import PrintBatch
from reports.print_work import work
from tests.course import Course
from tests.documents.reading import text_of

pytestmark = [pytest.mark.story, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_papers_of_many_in_one_go(office, desk):
    Course(office, name="三浦 良", kana="みうら りょう").applied()
    Course(office, name="葛城 花").applied()
    office.case(name="池田 進")
    desk.enter("admin").open("/").page.get_by_text("試験 admin").first.click()
    desk.follow("まとめて印刷")
    desk.read("池田 進").picture("print_centre")
    desk.press("印刷を頼む").read("「様式」を").look()
    desk.page.get_by_label("池田 進を刷る").uncheck()
    desk.tick("様式１ 相談受付・申込票").press("印刷を頼む")
    desk.read("2枚のうち0枚がすみました。").look().picture("print_batch_begun")

    desk.open("/")
    work(0)
    desk.page.get_by_text("試験 admin").first.click()
    desk.follow("まとめて印刷").read("刷れない紙 1枚").follow("様式１ 相談受付・申込票　2件")
    desk.read("できました。1枚").read("葛城 花").read("（E-25）").look().picture("print_batch")
    assert not desk.page.get_by_role("link", name="葛城").count(), "管理者はケースを開かない"
    batch = PrintBatch.objects.get()
    case = batch.sheets.exclude(problem="").get().case_pk

    desk.enter("counselor").open(f"/cases/{case}/sheet/")
    desk.fill("ふりがな", "かつらぎ はな").press("保存する")

    desk.enter("admin").open(f"/papers/print/{batch.pk}/")
    desk.press("刷れなかった紙をもう一度刷る").read("2枚のうち1枚がすみました。")
    work(0)
    desk.read("できました。2枚").look()  # the page itself looks again
    with desk.page.expect_download() as coming:
        desk.page.get_by_role("link", name="受け取る（PDF）").click()
    with open(coming.value.path(), "rb") as file:
        text = text_of(file.read())
    assert coming.value.suggested_filename.endswith(".pdf")
    assert "かつらぎはな" in text
    assert "三浦良" in text
    assert "池田進" not in text
    assert desk.faults == []
