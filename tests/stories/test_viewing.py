"""A curious colleague opens the records of people who are not theirs; 主任 sees it."""

import pytest

from accounts.models import Viewing
from cases.workflow import assign

pytestmark = [pytest.mark.story, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_curious_colleague_and_what_the_chief_sees(office, desk):
    names = ["隣町 一郎", "隣町 次郎", "隣町 三郎", "隣町 花子", "隣町 桃子"]
    for name in names:
        case = office.case(name=name)
        assign(case.episode, by=office.people["chief"], lead=office.people["counselor"])
    desk.enter("outreach")
    for name in names:
        desk.open("/cases/").follow(name)
        desk.read("開いたことは記録に残り、主任と管理者が見ます。")
    desk.picture("not_ones_own")
    desk.enter("employment").open("/cases/").follow(names[0])
    desk.follow("見るわけを書く").tick("担当が不在のための対応").press("保存する")
    desk.read("見るわけを残しました。").look()
    assert not desk.says("見るわけを書く")

    desk.enter("chief").open("/").follow("閲覧の記録").look().picture("viewings")
    row = desk.page.get_by_role("row", name="試験 outreach").first
    assert "わけのない閲覧 5件" in row.inner_text()
    assert "1日に、担当でない5人" in row.inner_text()
    calm = desk.page.get_by_role("row", name="試験 employment").first
    assert "わけのない閲覧" not in calm.inner_text()
    desk.follow("試験 outreach").read("書かれていません")
    assert not desk.says("担当が不在のための対応")
    assert Viewing.objects.filter(user=office.people["outreach"], purpose="").count() == 5
    assert desk.faults == []
