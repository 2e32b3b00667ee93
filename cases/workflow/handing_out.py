"""A paper leaves the house: through the sharing gate, kept as it was handed out (§5.2)."""

from dataclasses import replace

from django.db import transaction

from cases.models import Case
from cases.prints import consent_now, goes_first, issuer_of, recipient_of
from cases.sharing import addressee, disclose, obstacle
from documents.models import IssuedDocument
from documents.register import Document
from documents.workflow import issue
from rules.refusals import Refused


@transaction.atomic
def hand_out(
    case: Case, document: Document, record, *, by, on, goes_to="", recipient="", reissue_of=None
) -> IssuedDocument:
    """Issue a paper of a 台帳 to whom it goes (``cases.sharing.addressee``), else to whom it is
    written.

    Whoever is outside gets it on a consent or an exception only (E-06), and it stands in the
    register of disclosures; ``recipient`` is the name on it.
    """
    goes_to = goes_to or goes_first(document, record)
    recipient = recipient or recipient_of(case, document.sheet(record))
    if to := addressee(case, goes_to, recipient):
        if refusal := obstacle(case, to, on):
            raise Refused(replace(refusal, field="goes_to"))
        disclose(case, to, purpose=f"{document.purpose}（{document.title}）", by=by, on=on)
    return issue(
        document,
        record,
        by=by,
        on=on,
        organisation=reissue_of.organisation if reissue_of else issuer_of(case, document),
        reissue_of=reissue_of,
        recipient=recipient,
        goes_to=goes_to,
        consent_words=consent_now(case, on),
    )
