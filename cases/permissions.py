"""Who may open the pages of a case, and who may change what on one."""

from accounts.models import CITY_ROLES, STAFF, Role
from accounts.permissions import Rule, register, roles_on
from rules.refusals import Refused, refuse

# 閲覧・出力・提供の記録 (§5.1): the 主任 and 管理者 of the agency, and the 担当者 of the city.
REGISTERS = (Role.CHIEF, Role.ADMIN, Role.OFFICER)

register(
    {
        "cases.receive": Rule("新規受付をする", roles=STAFF),
        "cases.read": Rule("ケースを見る", roles=(*STAFF, *CITY_ROLES)),
        "cases.write_note": Rule("支援経過を書く", roles=STAFF),
        "cases.keep_templates": Rule("支援経過のひな型を用意する", roles=(Role.CHIEF, Role.ADMIN)),
        "cases.move": Rule("ケースを進める", roles=STAFF),
        "cases.assess": Rule("アセスメントを書く", roles=STAFF),
        "cases.transfer": Rule("移管を決める", roles=(Role.CHIEF, Role.OFFICER)),
        "cases.print": Rule("様式を印刷する", roles=(*STAFF, *CITY_ROLES)),
        "cases.register": Rule("提供の記録を提供先ごとに見る", roles=REGISTERS),
        "cases.audit": Rule("監査のために台帳を開く", roles=CITY_ROLES, decides=True),
        "cases.say_purpose": Rule("見るわけを書く", roles=(*STAFF, *CITY_ROLES)),
        "cases.read_viewings": Rule("閲覧の記録を見る", roles=REGISTERS),
        "cases.assign": Rule("担当を決める", roles=(Role.CHIEF,)),
    }
)


def roles_of(user, episode):
    """The roles a person holds towards an episode: those at its agency (D15)."""
    return roles_on(user, episode.agency)


def reads_records(user, episode):
    """Who reads 支援経過記録 and つなぎ: the agency and the 担当者 of the city.

    Who only decides has the papers of the step before them (決裁者).
    """
    return bool(roles_of(user, episode) & {*STAFF, Role.OFFICER})


def check_reads_records(user, episode):
    """E-03 to anybody else."""
    if not reads_records(user, episode):
        raise Refused(refuse("E-03", roles="支援機関の職員・自治体担当者"))


def is_in_charge(user, episode):
    """担当, 副担当 or 主任 of the agency: who edits a case's sections (D15)."""
    roles = roles_of(user, episode)
    return Role.CHIEF in roles or (
        bool(roles & set(STAFF)) and user.pk in (episode.lead_id, episode.deputy_id)
    )


def is_own_work(user, episode):
    """Does one open this 台帳 in one's own work (閲覧の記録)?

    Who is 担当, 副担当 or 就労担当, and the 主任; everyone, until somebody is in charge; and
    the city for what a step of a 委託先 has brought before it.
    """
    roles = roles_of(user, episode)
    if Role.CHIEF in roles or episode.lead_id is None:
        return True
    if user.pk in (episode.lead_id, episode.deputy_id, episode.employment_id):
        return True
    return not roles & set(STAFF) and episode.agency.is_contracted


def writes_sheet(user, episode):
    """Who is in charge; until someone is, whoever took the call: 様式1 follows it at once."""
    if is_in_charge(user, episode):
        return True
    if episode.lead_id is not None or not roles_of(user, episode) & set(STAFF):
        return False
    return user.pk == episode.intake.received_by_id


def edits_section(user, episode, section):
    """Who is in charge, and the roles the section itself names (2.6: 就労支援員, D15)."""
    return is_in_charge(user, episode) or bool(roles_of(user, episode) & set(section.editors))
