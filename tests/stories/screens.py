"""Who sees which screen, of which records: a new address is one line of ``SCREENS``.

The steps of the machines need no line: what each asks of someone who may take it now is one.
"""

import re
from operator import attrgetter

from django.db.models import Model
from django.urls import reverse

from accounts.permissions import RULES, roles_held
from cases.models import Episode, FollowUp, Referral, Transfer
from cases.questions import sections
from cases.views.records import KINDS as RECORDS
from cases.views.tables import KINDS as ROWS
from cases.workflow import case_workflow, follow_up_workflow, referral_workflow
from cases.workflow.transfer import transfer_workflow
from housing_benefit.models import BenefitAccount, BenefitApplication, BenefitOrder
from housing_benefit.workflow import account_workflow, benefit_workflow, order_workflow
from incidents.models import Complaint, Incident, NearMiss
from incidents.workflow import complaint_workflow, incident_workflow, near_miss_workflow
from meetings.models import PlanMeeting
from meetings.workflow import meeting_workflow
from plans.models import HelloworkRequest, PlanProgramme
from plans.workflow import hellowork_workflow, programme_workflow
from reports.management.commands.routes import methods_of, routes

# What answers a GET and is no screen, and why.
NO_SCREENS = {
    "complaint_card": "a PDF",
    "statement_paper": "a PDF",
    "logout": "answers a POST only",
    "here": "JSON for a script",
    "echo_date": "JSON for a script",
    "echo_postal": "JSON for a script",
    "calendar_file": "a file",
    "case_paper": "a PDF",
    "case_paper_blank": "a PDF",
    "issued_copy": "a PDF",
    "payment_file": "a file",
    "visit_print": "a PDF",
    "notes_print": "a PDF",
    "minutes_paper": "a PDF",
    "attachment": "a file",
    "benefit_scan": "a file",
    "meeting_pack": "a PDF",
    "pack_copy": "a PDF",
    "print_file": "a file",
    "plan_next": "leads on to a plan",
}

EVERYONE = "chief counselor employment outreach officer approver admin city_admin"
STEP = "a step of a machine"  # opened by ``steps``
TOWN = "of a town whose 要綱 has what this place has not"

# Address: who sees most of it, then the records of Full it is opened with (":" before a
# word of the address itself, "?" before what follows it); several where it has more faces.
SCREENS = {
    "login": ("nobody", ""),
    "own_settings": ("counselor", ""),
    "own_password": ("counselor", ""),
    "own_pledge": ("counselor", ""),
    "draft_list": ("counselor", ""),
    "staff_list": ("admin", ""),
    "staff_roles": ("admin", "counselor"),
    "staff_detail": ("admin", "counselor", "chief"),
    "qualification_add": ("admin", "chief :certificate"),
    "qualification_edit": ("admin", "counselor certificate"),
    "post_reason": ("admin", "chief post_reason"),
    "agency_list": ("city_admin", ""),
    "agency_add": ("city_admin", ""),
    "agency_detail": ("city_admin", "place"),
    "agency_edit": ("city_admin", "place"),
    "agency_admin_add": ("city_admin", "place"),
    "counter_add": ("city_admin", "place"),
    "counter_edit": ("city_admin", "place counter"),
    "training_list": ("counselor chief", ""),
    "training_add": ("chief", ""),
    "training_edit": ("chief", "training"),
    "standards": ("admin city_admin", ""),
    "standards_compare": ("admin", "", "?old=0&new=0&all=on"),
    "policy_list": ("admin", ""),
    "policy_edit": ("admin", "policy"),
    "security_list": ("admin", ""),
    "data_rules": ("counselor officer", ""),
    "contact_list": ("chief", ""),
    "contact_add": ("chief", ""),
    "contact_edit": ("chief", "clinic"),
    "case_receive": ("counselor", ""),
    "assign_together": ("chief", "?case={fresh}&case={received.case}"),
    "note_template_list": ("chief", ""),
    "note_template_edit": ("chief", "template"),
    "case_sheet": ("counselor", "received.case"),
    "transfer_ask": ("chief", "received.case"),
    "case_audit": ("officer", ""),
    "case_join": ("chief", "received.case", "fresh ?number={suspended.case.number}"),
    "note_add": ("counselor", "assessing.case", "received.case ?appointment={visit}"),
    "note_correct": ("counselor", "assessing.case note"),
    "note_strike": ("counselor", "assessing.case note"),
    "note_versions": ("counselor", "assessing.case note"),
    "consult_again": ("counselor", "closed.case"),
    "case_withdraw": ("counselor", "received.case"),
    "consent_add": ("counselor", "assessing.case"),
    "referral_add": ("counselor", "assessing.case"),
    "consent_sign": ("counselor", "referred.case oral"),
    "consent_withdraw": ("counselor", "assessing.case consent"),
    "disclosure_list": ("chief", "told.case", "received.case"),
    "exemption_add": ("counselor", "assessing.case"),
    "disclosure_register": ("chief", "", "?recipient={clinic}"),
    "case_assign": ("chief", "received.case"),
    "case_hard": ("chief", "received.case"),
    "case_restriction": ("chief", "received.case", "restricted.case"),
    "assessment": ("counselor", "assessing.case", "planless.case", "received.case"),
    "assessment_revision": ("counselor", "planless.case finished"),
    "case_budget": ("counselor", "assessing.case"),
    "own_income": ("counselor", "assessing.case"),
    "case_rows": ("counselor", *(f"assessing.case :{kind}" for kind in ROWS)),
    "case_row_add": ("counselor", *(f"assessing.case :{kind}" for kind in ROWS)),
    "case_row": (
        "counselor",
        "assessing.case :household member",
        "assessing.case :debts debt",
        "assessing.case :works work",
    ),
    "assessment_section": ("counselor", *(f"assessing.case :{row.code}" for row in sections())),
    "screening": ("chief", "assessing.case", "planless.case"),
    "case_list_paper": ("employment", ""),
    "case_support": ("counselor", "assessing.case", "closed.case"),
    "record_add": ("counselor", *(f"received.case :{kind}" for kind in RECORDS)),
    "record_edit": (
        "counselor",
        "assessing.case :early early",
        "assessing.case :search search",
        "assessing.case :visit employer_visit",
        "assessing.case :start start",
        "assessing.case :rise rise",
        "received.case :appointment visit",
    ),
    "removed_rows": ("counselor", "assessing.case"),
    "number_list": ("chief", ""),
    "print_centre": ("chief admin", "", "?day=met&since=R1.5.1"),
    "print_batch": ("counselor", "printing"),
    "attachment_add": ("counselor", "received.case"),
    "paper_issue": ("counselor", "received.case :form1"),
    "paper_void": ("counselor", "submitted.case letter"),
    "pack_issue": ("counselor", "held invited"),
    "pack_issue_all": ("counselor", "held"),
    "pack_void": ("counselor", "held handed"),
    "notes_prepare": ("counselor", "received.case"),
    "case_excerpt": ("counselor", "assessing.case"),
    "visit_prepare": ("counselor", "received.case"),
    "case_papers": ("counselor", "decided.case"),
    "case_plan": ("counselor", "planless.case"),
    "plan_detail": (
        "counselor",
        "drafted.plan",
        "returned.plan",
        "submitted.plan",
        "refused.plan",
        "supported.plan",
        "evaluated.plan",
        "closed.plan",
    ),
    "plan_edit": ("counselor", "drafted.plan", "changing.plan"),
    "plan_agree": ("counselor", "drafted.plan"),
    "plan_sign": ("counselor", "unsigned.plan"),
    "plan_revise": ("counselor", "supported.plan", "refused.plan"),
    "plan_withdraw": ("counselor", "drafted.plan"),
    "plan_version": ("counselor", "changing.plan changing.plan.newest"),
    "plan_submit": ("counselor", "approved.plan"),
    "plan_rule": ("officer", "submitted.plan", "examining.plan", "refused.plan", "reported.plan"),
    "submission_pull_back": ("counselor", "submitted.plan submitted.submission"),
    "submission_receive": ("officer", "reported.plan reported.submission"),
    "programme_examine": ("officer", "examining.plan examining_programme"),
    "programme_answer": ("counselor", "inquired.plan inquired_programme"),
    "programme_start": ("counselor", "decided.plan decided_programme"),
    "programme_end": ("counselor", "supported.plan supported_programme"),
    "hellowork_approve": ("officer", "hellowork.plan request"),
    "monitoring_add": ("counselor", "supported.plan"),
    "evaluation": ("counselor", "evaluated.plan", "supported.plan"),
    "meeting_list": ("chief", ""),
    "meeting_add": ("chief", ""),
    "meeting_detail": ("chief", "meeting", "held", "coming", "empty_meeting"),
    "meeting_edit": ("chief", "meeting"),
    "meeting_minutes": ("chief", "meeting"),
    "meeting_attendance": ("chief", "meeting", "empty_meeting"),
    "item_record": ("chief", "meeting item", "meeting item_evaluation", "meeting item_report"),
    "item_adjust": ("chief", "meeting item"),
    "agenda_add": ("counselor", "agreed.plan", "evaluated.plan ?subject=evaluation"),
    "home": (EVERYONE, ""),
    "calendar": ("chief", "", "?who=all&span=week"),
    "case_list": ("chief officer", "", "?q=試験&late=on"),
    "view_add": ("counselor", "?q=試験"),
    "view_edit": ("counselor", "view"),
    "case_detail": (
        "chief",
        "received.case",
        "assessing.case",
        "closed.case",
        "restricted.case",
        "transferred.case",
    ),
    "case_now": ("counselor", "supported.case"),
    "plan_history": ("counselor", "changing.case"),
    "case_changes": ("counselor", "received.case", "assessing.case ?of=assessment"),
    "benefit_list": ("counselor officer", "", "?view=paid", "?view=over"),
    "payment_list": ("officer approver", ""),
    "payment_detail": ("officer approver", "payment"),
    "case_benefits": ("counselor", "benefit.case"),
    "benefit_start": ("counselor", "fresh"),
    "benefit_detail": (
        "counselor",
        "benefit.row",
        "benefit_inquired.row",
        "benefit_granted.row",
    ),
    "benefit_edit": ("counselor", "benefit.row", "benefit_inquired.row"),
    "benefit_evidence": ("counselor", "benefit.row"),
    "benefit_standards": ("counselor", "benefit.row"),
    "benefit_explain": ("counselor", "benefit.row"),
    "benefit_report": (
        "counselor",
        "benefit_sent.row payment.month.year payment.month.month",
    ),
    "benefit_contact": ("counselor", "benefit_suspended.row"),
    "benefit_job": ("counselor", "benefit_sent.row"),
    "benefit_order_add": ("counselor", "benefit_granted.row :suspend"),
    "benefit_order_rule": (STEP,),
    "benefit_payee": ("counselor", "benefit_inquired.row :2"),
    "benefit_account": ("counselor", "benefit_granted.row"),
    "benefit_account_move": (STEP,),
    "benefit_move": (STEP,),
    "benefit_rule": (STEP,),
    "staff_leave": ("admin", "counselor"),
    "account_review": ("admin", ""),
    "case_hand_over": ("chief", "?who={counselor.pk}"),
    "viewing_list": ("chief admin", "", "?others=on"),
    "case_purpose": ("outreach", "assessing.case"),
    "safety": ("chief officer admin", ""),
    "complaint_add": ("counselor", ""),
    "complaint_detail": ("chief", "complaint_received", "complaint_done"),
    "complaint_edit": ("chief", "complaint_received"),
    "complaint_procedure": ("counselor chief", ""),
    "procedure_add": ("chief", ""),
    "procedure_tell": ("counselor", ""),
    "statement_list": ("counselor officer", ""),
    "statement_add": ("admin", ""),
    "statement_detail": ("admin", "statement"),
    "statement_edit": ("admin", "statement"),
    "incident_add": ("counselor", ""),
    "incident_detail": ("chief", "incident_found", "incident_reported", "incident_done"),
    "incident_edit": ("chief", "incident_prevented"),
    "affected_person_add": ("chief", "incident_found"),
    "affected_person_edit": ("chief", "incident_found affected"),
    "near_miss_add": ("counselor", ""),
    "near_miss_detail": ("chief", "near_miss", "near_miss_shared"),
    "near_miss_edit": ("counselor", "near_miss"),
    "complaint_move": (STEP,),
    "incident_move": (STEP,),
    "near_miss_move": (STEP,),
    "case_move": (STEP,),
    "referral_move": (STEP,),
    "follow_up_move": (STEP,),
    "transfer_move": (STEP,),
    "meeting_move": (STEP,),
    "programme_apply": (TOWN,),
    "intensive_list": (TOWN,),
    "off_hours": (TOWN,),
    "off_hours_rows": (TOWN,),
    "town_list": (TOWN,),
    "programme_rule": (STEP,),
    "hellowork_move": (STEP,),
}

# Forms in which nothing can be wrong, and why.
FORGIVING = {
    "login": "answers 200; see test_every_screen_that_says_no",
    "own_settings": "a switch",
    "case_assign": "nobody has to be in charge",
    "case_hard": "nothing takes the mark away",
    "case_plan": "a button",
    "payment_list": "a choice of the months there are",
    "own_pledge": "a button",
}
TAKES_A_FORM = {
    name
    for name, _pattern, view in routes()
    if name in SCREENS and "POST" in methods_of(view)
    if name not in FORGIVING and SCREENS[name] != (TOWN,)
}

# The page of a step: its machine, its records, and what stands in the address before its name.
STEPS = {
    "benefit_move": (benefit_workflow, BenefitApplication, "self"),
    "benefit_rule": (benefit_workflow, BenefitApplication, "self"),
    "benefit_account_move": (account_workflow, BenefitAccount, "self"),
    "benefit_order_rule": (order_workflow, BenefitOrder, "self"),
    "case_move": (case_workflow, Episode, "case"),
    "referral_move": (referral_workflow, Referral, "episode.case self"),
    "follow_up_move": (follow_up_workflow, FollowUp, "episode.case self"),
    "transfer_move": (transfer_workflow, Transfer, "self"),
    "meeting_move": (meeting_workflow, PlanMeeting, "self"),
    "complaint_move": (complaint_workflow, Complaint, "self"),
    "incident_move": (incident_workflow, Incident, "self"),
    "near_miss_move": (near_miss_workflow, NearMiss, "self"),
    "programme_rule": (programme_workflow, PlanProgramme, "plan self"),
    "hellowork_move": (hellowork_workflow, HelloworkRequest, "programme.plan self"),
}


def place(full, words):
    """The arguments and the query of an address, written as in SCREENS."""
    args, query = [], ""
    for word in words.split():
        if word.startswith("?"):
            query = re.sub(r"{(.+?)}", lambda found: str(key(full, found[1])), word)
        else:
            args.append(word[1:] if word.startswith(":") else key(full, word))
    return args, query


def key(full, path):
    """What stands at the path; of a record, its number."""
    found = attrgetter(path)(full)
    return found.pk if isinstance(found, Model) else found


def screens(full):
    """(who, name, address) of every row of the table."""
    for name, (people, *faces) in SCREENS.items():
        for face in faces:
            args, query = place(full, face)
            for who in people.split():
                yield who, name, reverse(name, args=args) + query


def steps(full):
    """(who, name, address) of the steps that somebody may take now: what is asked, once."""
    rules = {name: RULES[view.rule] for name, _pattern, view in routes()}
    seen = set()
    for name, (machine, model, before) in STEPS.items():
        for who in ("counselor", "chief", "officer", "approver"):
            person = full.people[who]
            if not roles_held(person) & set(rules[name].roles):
                continue
            for record in model.objects.order_by("pk"):
                for option in machine.available(record, person):
                    asked = (name, option.transition.form, *option.transition.needs)
                    if option.allowed and asked not in seen:
                        seen.add(asked)
                        yield who, name, step_address(name, record, before, option.transition)


def step_address(name, record, before, transition):
    args = [record.pk if path == "self" else attrgetter(path)(record).pk for path in before.split()]
    return reverse(name, args=[*args, transition.name])
