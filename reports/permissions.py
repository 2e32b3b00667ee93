"""Who may open the pages that read across rooms."""

from accounts.models import CITY_ROLES, STAFF, Role
from accounts.permissions import Rule, register
from reports.numbers import KEEPERS

PRINTERS = (Role.CHIEF, Role.ADMIN)

register(
    {
        "reports.home": Rule("今日の画面"),
        "reports.intensive": Rule("集中して支えるケースを見る", roles=(Role.CHIEF, Role.OUTREACH)),
        "reports.numbers": Rule("文書番号簿を見る", roles=KEEPERS),
        "reports.print": Rule("まとめて印刷する", roles=PRINTERS),
        "reports.batch": Rule("頼んだ印刷を受け取る", roles=(*STAFF, Role.ADMIN)),
        "reports.calendar": Rule("カレンダーを見る", roles=(*STAFF, *CITY_ROLES)),
    }
)
