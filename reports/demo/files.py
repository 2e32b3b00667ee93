"""What happens to a 台帳 itself: moved to another agency, joined with another, marked as hard."""

from cases.models import Case
from cases.workflow.hard import mark_hard
from cases.workflow.joining import join_cases
from cases.workflow.transfer import ask_transfer
from reports.demo.tale import step


@step("ask_transfer")
def ask(tale, row, day):
    """移管の申し出, by the 主任 of the agency that gives it."""
    receiving = tale.office.places[row["receiving"]]
    ask_transfer(tale.case, by=tale.chief, receiving=receiving, reason=row["reason"], on=day)


@step("join")
def join(tale, row, day):
    """The 台帳 of another story turns out to be of the same person."""
    other = Case.objects.get(pk=tale.office.cases[row["other"]].pk)
    join_cases(tale.case, other, by=tale.chief, reason=row["reason"])


@step("hard")
def mark(tale, row, day):
    """困難ケース: the 主任 says why."""
    mark_hard(tale.case.episode, by=tale.chief, reason=row["reason"], on=day)
