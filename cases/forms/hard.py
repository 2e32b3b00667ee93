"""Why a case is a hard one."""

from accounts.compare import ComparedForm
from rules.fields import LineField


class HardForm(ComparedForm):
    """Why; left empty, the case is a hard one no more."""

    reason = LineField(
        label="困難ケースとする理由",
        required=False,
        max_length=200,
        help_text="主任の「今日」に、担当・段階といっしょに出ます。外すときは空にします。",
    )
