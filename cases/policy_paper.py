"""様式7 個人情報に関する管理・取扱規程: the version that was shown at the consent."""

import datetime as dt
import re

from django.template.loader import render_to_string

from accounts.models import CITY_ROLES, STAFF, Organisation, PrivacyPolicy, Role
from cases.documents import application_of
from cases.models import Case
from cases.papers import PolicyPaper
from documents.register import Document, Sheet, Version, register
from rules.calendar import today

HEADING = re.compile(r"[0-9０-９]{1,2}[　 .．、]")
NAMELESS = {"name": "　" * 12, "privacy_officer": "　" * 6, "address": "　" * 14, "tel": "　" * 6}


def policies_of(case: Case):
    """The version the person was shown; before a consent, the one of the agency today."""
    consent = application_of(case.episode)
    policy = consent.policy if consent else case.agency.policy_on(today())
    rows = PrivacyPolicy.objects.select_related("organisation__municipality")
    return rows.filter(pk=policy.pk) if policy else rows.none()


def policy_sheet(policy: PrivacyPolicy) -> Sheet:
    """様式7 of one version: it names its agency, and no person."""
    agency = policy.organisation
    earlier = agency.policies.filter(kind=policy.kind, number__lt=policy.number).order_by("number")
    paper = PolicyPaper(
        number=policy.number,
        valid_from=policy.valid_from,
        chapters=chapters_of(policy.body),
        agency=agency.name,
        address=agency.address,
        tel=agency.tel,
        officer=agency.privacy_officer,
        former=tuple(earlier.values_list("valid_from", flat=True)),
    )
    return Sheet(
        paper=paper,
        agency=agency.name,
        municipality=agency.municipality.code,
        dated=policy.valid_from,
    )


def chapters_of(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The text by its numbered headings; what stands before the first has none."""
    found: list[tuple[str, list[str]]] = [("", [])]
    for line in text.splitlines():
        if HEADING.match(line):
            found.append((line, []))
        elif line.strip():
            found[-1][1].append(line)
    return tuple((head, tuple(lines)) for head, lines in found if head or lines)


def blank_policy(agency: Organisation | None, on: dt.date) -> PolicyPaper:
    """The text an agency begins with; for none, with gaps for what differs."""
    policy = agency.policy_on(on) if agency else None
    if policy:
        return policy_sheet(policy).paper
    text = render_to_string(
        "accounts/policy_start.txt", {"organisation": agency or NAMELESS}
    ).strip()
    return PolicyPaper(chapters=chapters_of(text), agency=agency.name if agency else "")


register(
    [
        Document(
            code="form7",
            title="個人情報に関する管理・取扱規程",
            room="cases",
            subject="accounts.PrivacyPolicy",
            roles=(*STAFF, *CITY_ROLES, Role.ADMIN),
            versions=(Version("cases/documents/form7_policy.html"),),
            records=policies_of,
            sheet=policy_sheet,
            blank=blank_policy,
        ),
    ]
)
