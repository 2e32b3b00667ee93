"""How a case moves: 受付, 振り分け, and what ends before an application (§4.1).

Further moves join this table with the step that makes them possible.
"""

import datetime as dt

from django.db import transaction

from accounts.models import STAFF, Organisation, Role
from accounts.permissions import is_city_staff
from cases.models import Case, Consent, ConsultTopic, Episode, Intake, Note, Person, Referral
from cases.permissions import is_in_charge, roles_of
from cases.sharing import disclose, kind_of, obstacle
from documents.models import take_number
from rules.calendar import fiscal_year, today, wareki_short
from rules.refusals import Refused, refuse
from rules.transitions import Move, Transition, Workflow

State = Episode.State


def not_before_acceptance(move: Move):
    """A step cannot have happened before the acceptance it follows (E-02)."""
    if not move.asking and move.on < move.record.received_on:
        return refuse("E-02", field="on", later="この日付", earlier="受付日")
    return None


def not_in_the_future(move: Move):
    """What is recorded has happened (E-35)."""
    if not move.asking and move.on > today():
        return refuse("E-35", field="on", item=f"{move.transition.label}の日")
    return None


HAPPENED = (not_before_acceptance, not_in_the_future)


def end_episode(move: Move) -> None:
    """The course is over on the day of the move."""
    move.record.ended_on = move.on
    move.record.save()


def agency_has_policy(move: Move):
    """Consent rests on the 規程 that was shown: without one in force, none can be taken."""
    day = today() if move.asking else move.on
    if move.record.agency.policy_on(day) is None:
        return refuse(
            "E-25",
            form="個人情報に関する管理・取扱規程（様式7）",
            missing="その日に有効な版",
            remedy="管理者に、規程の登録を頼んでください。",
        )
    return None


def record_consent(move: Move) -> None:
    """Keep what was agreed and the version of the 規程 in force that day."""
    consent = Consent(
        episode=move.record,
        given_on=move.on,
        method=move.get("method"),
        policy=move.record.agency.policy_on(move.on),
        purposes=list(move.get("purposes")),
        recipients=list(move.get("recipients")),
        explained_by=move.by,
    )
    consent._history_user = move.by
    consent.save()


def consent_to_refer(move: Move):
    """Nothing goes to another agency without a consent that covers it (E-06, §5.2).

    A consent for this one つなぎ can be taken with the move itself (D2).
    """
    contact = move.get("contact")
    if move.asking or not contact:
        return None
    if move.get("consent_method"):
        return agency_has_policy(move)
    return obstacle(move.record.case, contact, move.on)


def plan_referral(move: Move) -> None:
    """Open the つなぎ, with its own consent where one was taken for it alone."""
    contact = move.get("contact")
    if move.get("consent_method"):
        consent = Consent(
            episode=move.record,
            given_on=move.on,
            method=move.get("consent_method"),
            policy=move.record.agency.policy_on(move.on),
            purposes=["support"],
            recipients=[kind_of(contact)],
            contact=contact,
            explained_by=move.by,
        )
        consent._history_user = move.by
        consent.save()
    referral = Referral(
        episode=move.record, contact=contact, planned_on=move.on, purpose=move.get("reason")
    )
    referral._history_user = move.by
    referral.save()


def every_referral_is_taken_up(move: Move):
    """No たらい回し: a case may not end on a つなぎ nobody has confirmed (E-18, E-19)."""
    settled = (Referral.State.ACCEPTED, Referral.State.DONE)
    rows = move.record.referrals.select_related("contact").exclude(state=Referral.State.REJECTED)
    if not rows:
        return [refuse("E-19", recipient="（受け入れ先なし）")]
    return [
        refuse("E-18", office=str(row.contact))
        if row.is_welfare
        else refuse("E-19", recipient=str(row.contact))
        for row in rows
        if row.state not in settled
    ]


def write_event(move: Move) -> None:
    """The 手続 line each move leaves in the story (D9)."""
    episode = move.record
    note = Note(
        case=episode.case,
        episode=episode,
        kind=Note.Kind.MOVE,
        on=move.on,
        author=move.by,
        body="\n".join(filter(None, (move.transition.label, move.get("given")))),
        machine="case",
        move=move.transition.name,
        state_before=move.before,
        state_after=episode.state,
        reason=move.get("reason"),
    )
    note._history_user = move.by
    note.save()


case_workflow = Workflow(
    "case",
    "支援台帳",
    State,
    (
        Transition(
            "inform",
            "情報提供のみで終える",
            sources=(State.RECEIVED,),
            target=State.INFORMED,
            roles=STAFF,
            guards=HAPPENED,
            codes=("E-02", "E-35"),
            needs={"given": "提供した情報", "reason": "判断の理由"},
            effect=end_episode,
            clauses=("NAG-4-1-イ", "NAG-4-1-ウ"),
        ),
        Transition(
            "go_on",
            "継続して相談を受ける",
            sources=(State.RECEIVED,),
            target=State.APPLYING,
            roles=STAFF,
            guards=HAPPENED,
            codes=("E-02", "E-35"),
            needs={"reason": "判断の理由"},
            clauses=("NAG-4-1-イ", "NAG-4-1-エ-1"),
        ),
        Transition(
            "apply",
            "利用申込と同意を記録する",
            sources=(State.APPLYING,),
            target=State.ASSESSING,
            roles=STAFF,
            guards=(*HAPPENED, agency_has_policy),
            codes=("E-02", "E-25", "E-35"),
            needs={"purposes": "利用目的", "recipients": "提供先の種類", "method": "方法"},
            effect=record_consent,
            clauses=("NAG-4-1-エ-1", "TEB-7-1-2-②", "TEB-7-2-1-b"),
        ),
        Transition(
            "refer",
            "他機関へつなぐ",
            sources=(State.RECEIVED, State.ASSESSING),
            target=State.REFERRING,
            roles=STAFF,
            guards=(*HAPPENED, consent_to_refer),
            codes=("E-02", "E-06", "E-25", "E-35"),
            needs={"contact": "つなぎ先", "reason": "つなぐ理由"},
            effect=plan_referral,
            clauses=("NAG-4-1-ウ", "NAG-4-1-エ-4", "NAG-4-1-エ-5", "NAG-4-1-エ-6"),
        ),
        Transition(
            "hand_over",
            "つなぎで終える",
            sources=(State.REFERRING,),
            target=State.HANDED_OVER,
            roles=STAFF,
            guards=(*HAPPENED, every_referral_is_taken_up),
            codes=("E-02", "E-18", "E-19", "E-35"),
            needs={"reason": "終える理由"},
            effect=end_episode,
            clauses=("NAG-4-1-エ-4", "NAG-4-1-エ-7"),
        ),
        Transition(
            "come_back",
            "つなぎをやめて受付にもどす",
            sources=(State.REFERRING,),
            target=State.RECEIVED,
            roles=STAFF,
            guards=HAPPENED,
            codes=("E-02", "E-35"),
            needs={"reason": "もどす理由"},
            clauses=("NAG-4-1-エ-7",),
        ),
        Transition(
            "decline",
            "申し込まれずに終える",
            sources=(State.APPLYING,),
            target=State.DECLINED,
            roles=STAFF,
            guards=HAPPENED,
            codes=("E-02", "E-35"),
            needs={"reason": "申し込まれない理由"},
            effect=end_episode,
        ),
        Transition(
            "suspend",
            "中断する",
            sources=Episode.OPEN,
            target=State.SUSPENDED,
            roles=STAFF,
            guards=HAPPENED,
            codes=("E-02", "E-35"),
            needs={"reason": "中断の理由"},
            effect=end_episode,
        ),
    ),
    roles_of=roles_of,
    role_labels=dict(Role.choices),
    write_event=write_event,
    is_city=lambda user, episode: is_city_staff(user, episode.agency),
)


# ---- つなぎ (§4.5) ----------------------------------------------------------------

Handing = Referral.State


def may_leave(move: Move):
    """The consent must still stand on the day of sending (E-06)."""
    if move.asking:
        return obstacle(move.record.episode.case, move.record.contact, today())
    return obstacle(move.record.episode.case, move.record.contact, move.on)


def not_before_it_was_planned(move: Move):
    """E-02 and E-35 for the steps of a つなぎ."""
    if move.asking:
        return None
    if move.on < (move.record.sent_on or move.record.planned_on):
        return refuse("E-02", field="on", later="この日付", earlier="前の手続の日")
    return not_in_the_future(move)


def send(move: Move) -> None:
    """Sent: the disclosure is written with the consent it rests on."""
    referral = move.record
    disclose(
        referral.episode.case, referral.contact, purpose=referral.purpose, by=move.by, on=move.on
    )
    referral.sent_on, referral.way = move.on, move.get("way")
    referral.save()


def accept(move: Move) -> None:
    """Taken up: who confirmed it, and when."""
    move.record.accepted_on, move.record.accepted_by = move.on, move.get("accepted_by")
    move.record.save()


def write_referral_event(move: Move) -> None:
    """The 手続 line of a つなぎ."""
    said = f"つなぎ「{move.record.contact}」：{move.transition.label}"
    how = move.get("way") or move.get("accepted_by")
    note = Note(
        case=move.record.episode.case,
        episode=move.record.episode,
        kind=Note.Kind.MOVE,
        on=move.on,
        author=move.by,
        body="\n".join(filter(None, (said, how))),
        machine="referral",
        move=move.transition.name,
        state_before=move.before,
        state_after=move.record.state,
        reason=move.get("reason"),
    )
    note._history_user = move.by
    note.save()


referral_workflow = Workflow(
    "referral",
    "つなぎ",
    Handing,
    (
        Transition(
            "send",
            "つないだ",
            sources=(Handing.PLANNED,),
            target=Handing.SENT,
            roles=STAFF,
            guards=(not_before_it_was_planned, may_leave),
            codes=("E-02", "E-06", "E-35"),
            needs={"way": "つなぎ方（同行・電話・送付）"},
            effect=send,
            clauses=("NAG-4-1-エ-5", "NAG-4-1-エ-6"),
        ),
        Transition(
            "accept",
            "受入・受理を確かめた",
            sources=(Handing.SENT,),
            target=Handing.ACCEPTED,
            roles=STAFF,
            guards=(not_before_it_was_planned,),
            codes=("E-02", "E-35"),
            needs={"accepted_by": "受け入れた人・部署"},
            effect=accept,
            clauses=("NAG-4-1-エ-4", "NAG-4-1-エ-5"),
        ),
        Transition(
            "reject",
            "受け入れられなかった",
            sources=(Handing.SENT,),
            target=Handing.REJECTED,
            roles=STAFF,
            guards=(not_before_it_was_planned,),
            codes=("E-02", "E-35"),
            needs={"reason": "受け入れられない理由"},
            clauses=("NAG-4-1-エ-7",),
        ),
        Transition(
            "finish",
            "その後を確かめて終える",
            sources=(Handing.ACCEPTED,),
            target=Handing.DONE,
            roles=STAFF,
            guards=(not_before_it_was_planned,),
            codes=("E-02", "E-35"),
            needs={"reason": "確かめたこと"},
            clauses=("NAG-4-1-エ-5",),
        ),
    ),
    roles_of=roles_of,
    role_labels=dict(Role.choices),
    write_event=write_referral_event,
    is_city=lambda user, referral: is_city_staff(user, referral.agency),
)


@transaction.atomic
def receive(
    *,
    agency: Organisation,
    by,
    on,
    person: dict,
    intake: dict,
    topics=(),
    resembling=(),
    different_reason="",
) -> Case:
    """受付: open a 台帳 with its first episode (NAG-4-1-ア-1).

    ``person`` and ``intake`` are the fields of their models, ``topics`` pairs (code,
    mark). Works with no name and no birth date. Refuses a day to come (E-35) and
    anyone who is not staff of the agency (E-03). ``resembling`` are the 台帳 that were
    shown side by side and ``different_reason`` why this is someone else (E-26, D33).
    """
    if agency.pk not in by.organisation_ids(STAFF):
        raise Refused(not_staff())
    if on > today():
        raise Refused(refuse("E-35", field="received_on", item="受付日"))
    who = Person(**person)
    who._history_user = by
    who.save()
    case = Case(agency=agency, number=new_number(agency, on), person=who)
    case._history_user = by
    case.save()
    episode = open_episode(case, by=by, on=on, intake=intake, topics=topics)
    if resembling:
        numbers = "、".join(other.number for other in resembling)
        words = f"似た台帳（{numbers}）とは別の人です"
        tell(episode, "different", words, by=by, on=on, reason=different_reason)
    return case


@transaction.atomic
def consult_again(case: Case, *, by, on, intake: dict, topics=()) -> Episode:
    """再相談: the next episode of the same 台帳 (D3a). Open from every ended state.

    Refuses while the present episode is open (E-08) and a day before it ended (E-02).
    """
    last = case.episode
    if not roles_of(by, last) & set(STAFF):
        raise Refused(not_staff())
    if last.ended_on is None:
        raise Refused(
            refuse(
                "E-08",
                state=last.get_state_display(),
                operation="再相談を受け付ける",
                options="支援経過を書く",
            )
        )
    if on > today():
        raise Refused(refuse("E-35", field="received_on", item="受付日"))
    if on < last.ended_on:
        raise Refused(
            refuse("E-02", field="received_on", later="受付日", earlier="前の相談が終わった日")
        )
    return open_episode(case, by=by, on=on, intake=intake, topics=topics)


def open_episode(case: Case, *, by, on, intake: dict, topics) -> Episode:
    """The next episode of a 台帳 with its 受付票 and its line in the story."""
    episode = Episode(case=case, number=case.episodes.count() + 1, received_on=on)
    episode._history_user = by
    episode.save()
    case.episode = episode
    case._history_user = by
    case.save()
    sheet = Intake(episode=episode, received_by=by, **intake)
    sheet._history_user = by
    sheet.save()
    ConsultTopic.objects.bulk_create(
        ConsultTopic(intake=sheet, code=code, mark=mark) for code, mark in topics
    )
    words = "相談を受け付けました" if episode.number == 1 else "再相談を受け付けました"
    tell(episode, "receive", words, by=by, on=on, at=intake.get("received_at"))
    return episode


@transaction.atomic
def withdraw_case(case: Case, *, by, reason: str) -> None:
    """誤登録: out of lists and counts, in the history for ever (D10). 主任 or 担当."""
    episode = case.episode
    if not is_in_charge(by, episode):
        raise Refused(refuse("E-03", roles="主任相談支援員・担当・副担当"))
    if not reason:
        raise Refused(refuse("E-01", field="reason", item="誤登録の理由"))
    case.withdrawn_on, case.withdrawn_reason = today(), reason
    case._history_user = by
    case.save()
    tell(episode, "withdraw", "誤登録として取り下げました", by=by, reason=reason)


def tell(episode: Episode, move: str, body: str, *, by, on=None, at=None, reason="") -> None:
    """A 手続 line that no transition wrote (D9)."""
    note = Note(
        case=episode.case,
        episode=episode,
        kind=Note.Kind.MOVE,
        on=on or today(),
        at=at,
        author=by,
        body=body,
        machine="case",
        move=move,
        state_after=episode.state,
        reason=reason,
    )
    note._history_user = by
    note.save()


def not_staff():
    """E-03 with the posts of the agency."""
    return refuse("E-03", roles="・".join(Role(role).label for role in STAFF))


def new_number(agency: Organisation, on) -> str:
    """The next 台帳番号 of the agency in the 年度 of a day, like ``R8-0147``."""
    year = fiscal_year(on)
    era = wareki_short(dt.date(year, 4, 1)).split(".")[0]
    return f"{agency.number_prefix}{era}-{take_number(agency, year, 'case'):04d}"


@transaction.atomic
def assign(episode: Episode, *, by, on=None, lead=None, deputy=None, employment=None) -> None:
    """主任 sets 担当, 副担当 and 就労担当, with a line in the story (E-03 for others)."""
    if Role.CHIEF not in roles_of(by, episode):
        raise Refused(refuse("E-03", roles=Role.CHIEF.label))
    episode.lead, episode.deputy, episode.employment = lead, deputy, employment
    episode._history_user = by
    episode.save()
    names = [
        f"{word} {person.name}"
        for word, person in (("担当", lead), ("副担当", deputy), ("就労担当", employment))
        if person
    ]
    tell(episode, "assign", "担当を決めました：" + ("、".join(names) or "なし"), by=by, on=on)


def write_note(case: Case, *, by, **fields) -> Note:
    """支援経過を1件書く (様式3). Anyone of the agency may add one (D15)."""
    if not roles_of(by, case.episode) & set(STAFF):
        raise Refused(not_staff())
    note = Note(case=case, episode=case.episode, author=by, **fields)
    note._history_user = by
    note.save()
    return note


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


@transaction.atomic
def correct_note(note: Note, *, by, version: int, **fields) -> None:
    """A correction is a new version; the old words stay in the history (D9).

    Only the author corrects (E-03), only a 記録 that stands, and only the version they
    had before their eyes (E-08).
    """
    current = Note.objects.select_for_update(of=("self",)).get(pk=note.pk)
    if current.author_id != by.pk or current.kind != Note.Kind.NOTE:
        raise Refused(refuse("E-03", roles="この記録を書いた人"))
    if current.version != version or current.struck_reason:
        raise Refused(
            refuse("E-08", state="直された記録", operation="訂正", options="いまの文を見て直す")
        )
    for name, value in fields.items():
        setattr(current, name, value)
    current._history_user = by
    current.save()


@transaction.atomic
def strike_note(note: Note, *, by, reason: str) -> None:
    """A note on the wrong person is struck out with a reason, never removed (D9)."""
    if note.kind != Note.Kind.NOTE or (
        note.author_id != by.pk and Role.CHIEF not in roles_of(by, note.episode)
    ):
        raise Refused(refuse("E-03", roles="この記録を書いた人・主任相談支援員"))
    if not reason:
        raise Refused(refuse("E-01", field="reason", item="取り消しの理由"))
    note.struck_reason = reason
    note._history_user = by
    note.save()
