"""What of 苦情, 事故 and ヒヤリハット waits for a person, by its day."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import BooleanField, DateField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast
from django.urls import reverse

from accounts.models import Membership, Organisation, Role
from incidents.models import Complaint, ComplaintSubject, Incident, NearMiss

NO_DAY, NO = Cast(Value(None), DateField()), Value(False, output_field=BooleanField())
COLUMNS = (
    "row",
    "pk",
    "state",
    "kind",
    "since",
    "until",
    "reported",
    "feared",
    "agency_name",
    "agency_kind",
)
COMPLAINT = {
    Complaint.State.RECEIVED: "対応者を決める",
    Complaint.State.ASSIGNED: "事実を確かめて回答する",
    Complaint.State.EXAMINED: "回答する",
    Complaint.State.ANSWERED: "再発防止を書いて完了する",
}
INCIDENT = {
    Incident.State.FOUND: "事実を調べる",
    Incident.State.EXAMINED: "影響の範囲を確かめる",
    Incident.State.REPORTED: "自治体の指示を受ける",
    Incident.State.INSTRUCTED: "影響の範囲を確かめる",
    Incident.State.SCOPED: "本人に知らせる",
    Incident.State.INFORMED: "原因を確かめる",
    Incident.State.CAUSED: "再発防止策を決める",
    Incident.State.PREVENTED: "再発防止策を行い、公表を判断する",
    Incident.State.JUDGED: "再発防止策を行い、完了する",
}


@dataclass(frozen=True)
class Waiting:
    """One line on the home: what is to be done of what, by when if there is a day."""

    url: str
    title: str
    what: str
    where: str
    day: dt.date | None


def waiting(user) -> list[Waiting]:
    """Of the agency for its 主任; of the 対応者 their own; for the city what it has to say.

    One question for the three: every home asks it.
    """
    rows = asked(complaints(user), "received_on", "answer_by").union(
        asked(incidents(user), "found_on", "measure_by", F("reported_on"), F("is_suspected")),
        asked(near_misses(user), "on"),
        all=True,
    )
    found = [WORDS[row["row"]](row) for row in rows]
    return sorted(found, key=lambda row: (row.day is None, row.day or dt.date.max, row.url))


def asked(rows, since, until="", reported=NO_DAY, feared=NO):
    """The columns that the three have in common."""
    return (
        rows.order_by()
        .annotate(
            row=Value(rows.model.__name__),
            since=F(since),
            until=F(until) if until else NO_DAY,
            reported=reported,
            feared=feared,
            agency_name=F("agency__name"),
            agency_kind=F("agency__kind"),
        )
        .values(*COLUMNS)
    )


def complaints(user):
    """An officer names the 対応者 where a 主任 is whom it is about."""
    chiefs = Membership.objects.filter(user=OuterRef("user"), role=Role.CHIEF)
    about = ComplaintSubject.objects.filter(Exists(chiefs), complaint=OuterRef("pk"))
    mine = Q(agency__in=user.organisation_ids((Role.CHIEF,))) | Q(handler=user)
    left_to_city = Q(
        Exists(about),
        state=Complaint.State.RECEIVED,
        agency__municipality__in=user.city_ids((Role.OFFICER,)),
    )
    rows = Complaint.objects.visible_to(user).filter(mine | left_to_city)
    return rows.exclude(state=Complaint.State.DONE)


def incidents(user):
    mine = Q(agency__in=user.organisation_ids((Role.CHIEF,)))
    asked_of_city = Q(
        state=Incident.State.REPORTED, agency__municipality__in=user.city_ids((Role.OFFICER,))
    )
    rows = Incident.objects.visible_to(user).filter(mine | asked_of_city)
    return rows.exclude(state=Incident.State.DONE)


def near_misses(user):
    chief = user.organisation_ids((Role.CHIEF,))
    return NearMiss.objects.filter(agency__in=chief, state=NearMiss.State.RECORDED)


def of_complaint(row) -> Waiting:
    known = {"pk": row["pk"], "state": row["state"], "kind": row["kind"]}
    complaint = Complaint(received_on=row["since"], answer_by=row["until"], **known)
    return line(row, "complaint_detail", "苦情", complaint, COMPLAINT[row["state"]])


def of_incident(row) -> Waiting:
    known = {"pk": row["pk"], "state": row["state"], "kind": row["kind"]}
    incident = Incident(
        found_on=row["since"],
        measure_by=row["until"],
        reported_on=row["reported"],
        is_suspected=row["feared"],
        agency=Organisation(kind=row["agency_kind"]),
        **known,
    )
    is_first = incident.state == Incident.State.EXAMINED and incident.is_reportable
    what = "自治体に報告する" if is_first else INCIDENT[row["state"]]
    return line(row, "incident_detail", "事故・法違反", incident, what)


def of_near_miss(row) -> Waiting:
    near_miss = NearMiss(pk=row["pk"], on=row["since"], kind=row["kind"])
    return line(row, "near_miss_detail", "ヒヤリハット", near_miss, "機関の中で共有する")


def line(row, page, title, record, what) -> Waiting:
    return Waiting(
        url=reverse(page, args=[row["pk"]]),
        title=f"{title}　{record.kind_in_words}",
        what=what,
        where=row["agency_name"],
        day=getattr(record, "due_on", None),
    )


WORDS = {"Complaint": of_complaint, "Incident": of_incident, "NearMiss": of_near_miss}
