"""同意の撤回 (§4.8)."""

from django.db import transaction

from accounts.models import STAFF
from cases.models import Consent
from cases.permissions import roles_of
from cases.workflow.story import not_staff, tell
from rules.calendar import today
from rules.refusals import Refused, refuse


@transaction.atomic
def withdraw_consent(consent: Consent, *, by, on, reason: str) -> None:
    """撤回: stops new disclosures from that day, deletes nothing (§4.8)."""
    if not roles_of(by, consent.episode) & set(STAFF):
        raise Refused(not_staff())
    if not reason:
        raise Refused(refuse("E-01", field="reason", item="撤回の理由"))
    if on > today():
        raise Refused(refuse("E-35", field="on", item="撤回した日"))
    if on < consent.given_on:
        raise Refused(refuse("E-02", field="on", later="撤回した日", earlier="同意日"))
    consent.withdrawn_on, consent.withdrawn_reason = on, reason
    consent._history_user = by
    consent.save()
    tell(consent.episode, "withdraw_consent", "同意が撤回されました", by=by, on=on, reason=reason)
