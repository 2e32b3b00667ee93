"""The 規程 of an agency, and what an agency must have before it keeps anybody's data."""

import datetime as dt

from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import PrivacyPolicy
from rules.calendar import today
from rules.refusals import Refusal, Refused, refuse

Kind = PrivacyPolicy.Kind
STARTS = {Kind.PRIVACY: "accounts/policy_start.txt", Kind.SECURITY: "accounts/security_start.txt"}


def starting_text(organisation, kind: str = Kind.PRIVACY) -> str:
    """A first version to begin from, with what the agency has registered about itself."""
    return render_to_string(STARTS[Kind(kind)], {"organisation": organisation}).strip()


@transaction.atomic
def add_policy(
    organisation, *, by, valid_from: dt.date, body: str, kind: str = Kind.PRIVACY
) -> PrivacyPolicy:
    """The next version of a kind; its day is later than that of the last (E-02)."""
    last = organisation.policies.filter(kind=kind).order_by("-number").first()
    if last and valid_from <= last.valid_from:
        raise Refused(
            refuse("E-02", field="valid_from", later="施行日", earlier="前の版の施行日の翌日")
        )
    policy = PrivacyPolicy(
        organisation=organisation,
        kind=kind,
        number=last.number + 1 if last else 1,
        valid_from=valid_from,
        body=body,
    )
    policy._history_user = by
    policy.save()
    return policy


@transaction.atomic
def change_policy(policy, *, by, valid_from: dt.date, body: str, version=None) -> None:
    """Mend a version whose day has not come; one in force is never rewritten (E-08)."""
    if policy.valid_from <= today():
        raise Refused(
            refuse("E-08", state="施行された規程", operation="直す", options="つぎの版を登録する")
        )
    if valid_from <= today():
        raise Refused(refuse("E-02", field="valid_from", later="施行日", earlier="あすの日付"))
    others = policy.organisation.policies.filter(kind=policy.kind)
    before = others.filter(number__lt=policy.number).first()
    after = others.filter(number__gt=policy.number).last()
    if before and valid_from <= before.valid_from:
        raise Refused(
            refuse("E-02", field="valid_from", later="施行日", earlier="前の版の施行日の翌日")
        )
    if after and valid_from >= after.valid_from:
        raise Refused(
            refuse("E-02", field="valid_from", later="つぎの版の施行日", earlier="この版の翌日")
        )
    if version is not None:
        policy.check_version(version)
    policy.valid_from, policy.body = valid_from, body
    policy._history_user = by
    policy.save()


def lacking(agency, *, is_city: bool) -> list[Refusal]:
    """What an agency, 直営 or 委託, still has to have (手引き 第Ⅶ章1).

    E-29 for what nothing may go on without, the warning E-42 for the 規約 of the database.
    ``is_city``: asked by the city's 管理者, who registers agencies; if not, by the agency's own,
    who keeps their 規程. Each is led to what they can mend.
    """
    city = ("機関の登録で入れてください。", reverse("agency_edit", args=[agency.pk]))
    if not is_city:
        city = ("自治体の管理者が、機関の登録で入れます。", "")
    in_force = {row.kind for row in agency.policies.all() if row.valid_from <= today()}
    found = []
    if not agency.privacy_officer:
        found.append(gap(agency, "個人情報管理責任者がありません", *city))
    if not agency.retention_years:
        found.append(gap(agency, "台帳の保存年限がありません", *city))
    if Kind.PRIVACY not in in_force:
        found.append(
            gap(agency, "施行された個人情報規程がありません", *own_page("policy_list", is_city))
        )
    if Kind.SECURITY not in in_force:
        remedy, url = own_page("security_list", is_city)
        found.append(refuse("E-42", organisation=agency.name, remedy=remedy, url=url))
    return found


def own_page(name: str, is_city: bool) -> tuple[str, str]:
    if is_city:
        return "機関の管理者が、規程の画面で登録します。", ""
    return "規程の画面で登録してください。", reverse(name)


def gap(agency, reason: str, remedy: str, url: str) -> Refusal:
    return refuse("E-29", place=agency.name, reason=reason, remedy=remedy, url=url)
