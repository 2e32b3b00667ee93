"""Who may open the pages of a plan, and what counts as having made it."""

from accounts.models import CITY_ROLES, STAFF, Role
from accounts.permissions import Rule, register, roles_on
from cases.permissions import is_in_charge
from rules.refusals import Refused, refuse

register(
    {
        "plans.read": Rule("プランを見る", roles=(*STAFF, *CITY_ROLES)),
        "plans.write": Rule("プランを書く", roles=STAFF),
        "plans.submit": Rule("プランを提出する", roles=(Role.CHIEF, Role.COUNSELOR, Role.OUTREACH)),
        "plans.examine": Rule("プランを審査・決裁する", roles=CITY_ROLES, decides=True),
        "plans.support": Rule("支援とモニタリングを記録する", roles=STAFF),
    }
)

WRITERS = (Role.CHIEF, Role.COUNSELOR, Role.OUTREACH)


def roles_of(user, record):
    """The roles a person holds towards a plan, a version, a programme: at its agency (D15)."""
    return roles_on(user, record.agency)


def may_write(user, revision):
    """Who writes in a plan: those in charge, and 就労支援員 in their own rows (D15)."""
    return is_in_charge(user, revision.plan.episode) or Role.EMPLOYMENT in roles_of(user, revision)


def check_writer(user, revision):
    """E-03 to anybody else."""
    if not may_write(user, revision):
        raise Refused(refuse("E-03", roles="主任相談支援員・担当・副担当・就労支援員"))


def check_in_charge(user, plan):
    """E-03 to all but those who take a plan on from version to version (D15)."""
    if not is_in_charge(user, plan.episode):
        raise Refused(refuse("E-03", roles="主任相談支援員・担当・副担当"))


def makers(programme):
    """Those who wrote, agreed, submitted or drafted what is to be ruled on (D17, E-34)."""
    revision = programme.submission.revision if programme.submission else programme.plan.newest
    wrote = set(revision.history.exclude(history_user=None).values_list("history_user", flat=True))
    ids = {revision.author_id, revision.agreed_with_id, programme.drafted_by_id} | wrote
    if programme.submission:
        ids.add(programme.submission.sent_by_id)
    return ids - {None}
