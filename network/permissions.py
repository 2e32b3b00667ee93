"""Who may open the pages of 関係機関."""

from accounts.models import STAFF, Role
from accounts.permissions import Rule, register

register(
    {
        "network.read": Rule("関係機関を見る"),
        "network.edit": Rule("関係機関を登録する・直す", roles=(*STAFF, Role.OFFICER)),
    }
)
