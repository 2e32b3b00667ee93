"""How long what was removed can be brought back."""

from cases.models.rows import IN_REACH, CaseRow
from rules.refusals import Refused, refuse


def check_in_reach(row: CaseRow) -> None:
    """E-08 for a row that is not removed, or was too long ago."""
    if row.is_in_reach:
        return
    days = IN_REACH.days
    raise Refused(
        refuse(
            "E-08",
            state=f"消してから{days}日を過ぎた行" if row.removed_at else "消していない行",
            operation="元に戻す",
            options="もう一度書く" if row.removed_at else "そのまま使う",
        )
    )
