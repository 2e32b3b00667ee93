"""A phone call becomes a case, in Chromium, without a fault of accessibility."""

import pytest

from cases.models import Case

pytestmark = [pytest.mark.story, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_call_in_under_a_minute(office, desk):
    desk.enter("counselor").look().follow("新規受付")
    desk.pick("相談の経路", "本人自ら連絡（電話・メール）").fill("お呼びする名前", "わたべさん")
    desk.press("受け付ける").read("1か所を直してください").look()
    assert desk.box("お呼びする名前").input_value() == "わたべさん"
    desk.fill("ご相談の内容", "夫が入院し、来月の家賃が払えるか心配。").press("受け付ける")
    desk.read("いまの様子と経過").look().follow("継続して相談を受ける")
    desk.fill("判断の理由", "家賃と介護が重なっている。").press("継続して相談を受ける")
    desk.read("「継続して相談を受ける」を記録しました。")
    assert Case.objects.get().episode.state == "applying"
    desk.follow("ケース")
    assert desk.faults == []
