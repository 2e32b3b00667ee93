"""Who may open the pages that read across rooms."""

from accounts.models import CITY_ROLES, STAFF
from accounts.permissions import Rule, register

register(
    {
        "reports.home": Rule("今日の画面"),
        "reports.calendar": Rule("カレンダーを見る", roles=(*STAFF, *CITY_ROLES)),
    }
)
