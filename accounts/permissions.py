"""Who may open which address: one declared rule per URL, or the tests fail.

A room lists its rules with ``register``; a view carries exactly one with
``@requires("room.rule")``. A rule says who may knock at all; *which* rows they see is
``visible_to(user)``, there the rule is asked once more (``allow_at``), and what they may do
with a row is the transition's roles.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required

from accounts import drafts
from accounts.models import CITY_ROLES, STAFF, Organisation, Role
from accounts.once import answered_once
from rules.refusals import Refused, refuse

EVERYONE = tuple(Role.values)


@dataclass(frozen=True)
class Rule:
    """Who may open an address: role codes; ``is_open`` needs no login at all.

    ``decides`` marks what only the municipality's own staff may do (E-04).
    """

    label: str
    roles: tuple[str, ...] = EVERYONE
    is_open: bool = False
    decides: bool = False

    def allow(self, held: set[str]) -> None:
        """Raise ``Refused`` unless one of these roles may knock (E-03, E-04)."""
        if not self.is_open and not held & set(self.roles):
            names = "・".join(Role(role).label for role in self.roles)
            raise Refused(refuse("E-04") if self.decides else refuse("E-03", roles=names))


RULES: dict[str, Rule] = {}


def register(rules: dict[str, Rule]) -> None:
    """Add a room's rules; a name may be declared once only."""
    for name, rule in rules.items():
        if name in RULES:
            raise ValueError(f"the rule {name} is declared twice")
        RULES[name] = rule


register(
    {
        "open": Rule("ログインなしで開ける画面", roles=(), is_open=True),
        "accounts.everyone": Rule("ログインした人すべて"),
        "accounts.manage": Rule("所属の職員と役割の管理", roles=(Role.ADMIN,)),
        "accounts.trainings": Rule("合同研修の予定を見る", roles=(*STAFF, Role.ADMIN)),
        "accounts.plan_trainings": Rule("合同研修を予定する", roles=(Role.CHIEF, Role.ADMIN)),
        "accounts.organise": Rule("自治体の機関の登録", roles=(Role.ADMIN,)),
    }
)


def roles_held(user: Any) -> set[str]:
    """All roles a person holds anywhere today; city roles only from a city office."""
    office = Organisation.Kind.CITY_OFFICE
    return {role for _o, kind, _c, role in user.posts() if role not in CITY_ROLES or kind == office}


def roles_on(user: Any, organisation: Any) -> set[str]:
    """The roles a person holds towards the records of one agency (D14, D15).

    Staff roles count at that agency only, city roles in the office of its
    municipality: the city's officer stands outside the agency.
    """
    office = Organisation.Kind.CITY_OFFICE
    return {
        role
        for org, kind, city, role in user.posts()
        if (role in STAFF and org == organisation.pk)
        or (role in CITY_ROLES and kind == office and city == organisation.municipality_id)
    }


def allow_at(request: Any, organisation: Any) -> None:
    """Ask the rule of the page once more, where its record is: who holds the role only elsewhere
    is told what anybody there without it is told (§5.1).

    Raises ``Refused`` (E-03, E-04).
    """
    here = {role for org, _k, _c, role in request.user.posts() if org == organisation.pk}
    request.rule.allow(roles_on(request.user, organisation) | here & {Role.ADMIN})


def is_city_staff(user: Any, organisation: Any) -> bool:
    """Does the person belong to the office that may decide for this agency (E-04)?"""
    return organisation.municipality_id in user.city_ids()


def requires(
    name: str, *, prepares: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a view's rule. A name that no room registered stops the start.

    A view that ``prepares`` looks much up before it writes: it calls ``answered_once`` itself,
    round the writing alone, so that nobody who saves has to wait for the looking up.
    """
    rule = RULES[name]

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> Any:
            request.rule = rule
            if not rule.is_open:
                rule.allow(roles_held(request.user))
            answer = partial(view, request, *args, **kwargs)
            if request.method != "POST" or rule.is_open:
                return answer()
            if drafts.HEADER in request.headers:
                return drafts.keep(request, answer)
            return answer() if prepares else answered_once(request, answer)

        guarded.rule = name  # type: ignore[attr-defined]
        return login_not_required(guarded) if rule.is_open else guarded

    return declare
