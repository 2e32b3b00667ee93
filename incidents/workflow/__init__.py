"""The verbs of 苦情, 事故・法違反 and ヒヤリハット."""

from incidents.workflow.complaint import (
    change_complaint,
    complaint_workflow,
    handlers,
    receive_complaint,
)
from incidents.workflow.incident import (
    add_person,
    change_incident,
    change_person,
    incident_workflow,
    record_incident,
)
from incidents.workflow.near_miss import (
    change_near_miss,
    near_miss_workflow,
    read_near_miss,
    record_near_miss,
)
from incidents.workflow.procedure import (
    confirm_procedure,
    current_procedure,
    set_procedure,
    tell_contact,
)
from incidents.workflow.statement import change_statement, write_statement

__all__ = [
    "add_person",
    "change_complaint",
    "change_incident",
    "change_near_miss",
    "change_person",
    "change_statement",
    "complaint_workflow",
    "confirm_procedure",
    "current_procedure",
    "handlers",
    "incident_workflow",
    "near_miss_workflow",
    "read_near_miss",
    "receive_complaint",
    "record_incident",
    "record_near_miss",
    "set_procedure",
    "tell_contact",
    "write_statement",
]
