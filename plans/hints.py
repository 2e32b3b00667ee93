"""What an assessment makes one think of when a plan is written (手引き 第Ⅳ章1)."""

from cases.models import Assessment, issues
from plans.standards import Programme

NOT_YET_READY = {"life_habit", "communication"}


def preparation_for_work(assessment: Assessment | None, offered: dict[str, Programme]) -> str:
    """生活習慣の乱れ or コミュニケーションが苦手: 就労準備 (TEB-4-1-2-a), or the agency's own
    support where the municipality has no such programme (TEB-4-1-2-c)."""
    if assessment is None or not NOT_YET_READY & set(issues(assessment)):
        return ""
    said = "アセスメントに、生活習慣の乱れ・コミュニケーションが苦手とあります。"
    if "work_preparation" in offered:
        return f"{said}「{offered['work_preparation'].label}」を考えられます。"
    return f"{said}就労準備支援事業がないので、自立相談支援機関の支援の行に書きます。"
