from incidents.models.agency import KEEPERS
from incidents.models.complaint import Complaint, ComplaintSubject
from incidents.models.incident import AffectedPerson, Incident
from incidents.models.near_miss import NearMiss, NearMissReading
from incidents.models.procedure import ComplaintProcedure, ProcedureNotice
from incidents.models.statement import Statement

__all__ = [
    "KEEPERS",
    "AffectedPerson",
    "Complaint",
    "ComplaintProcedure",
    "ComplaintSubject",
    "Incident",
    "NearMiss",
    "NearMissReading",
    "ProcedureNotice",
    "Statement",
]
