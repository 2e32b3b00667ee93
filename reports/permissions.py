"""Who may open the pages that read across rooms."""

from accounts.permissions import Rule, register

register({"reports.home": Rule("今日の画面")})
