"""抜粋: made for one purpose and one recipient, through the sharing gate (§5.2)."""

from collections.abc import Collection
from dataclasses import replace

from django.db import transaction

from accounts.models import STAFF
from cases.excerpt import IDENTITY, excerpt_sheet, free_lines, named_in
from cases.models import Case
from cases.permissions import roles_of
from cases.sharing import SUPPORT, addressee, disclose, names_somebody, obstacle
from cases.workflow.story import not_staff
from documents.register import Sheet
from rules.choices import label
from rules.refusals import Refused


@transaction.atomic
def make_excerpt(
    case: Case,
    *,
    by,
    on,
    purpose: str,
    categories: Collection[str],
    goes_to: str,
    recipient: str,
    texts: Collection[str] = (),
) -> Sheet:
    """The paper of these kinds of data, by the staff of the agency (E-03).

    For 支援 whoever is outside needs a consent or an exception (E-06), and it stands in the
    register. For every other purpose nothing that tells who it is goes with it (E-24): not
    the data of that kind, nor one of the ``texts`` (keys of the questions) that names someone.
    """
    if not roles_of(by, case.episode) & set(STAFF):
        raise Refused(not_staff())
    if purpose == SUPPORT:
        if to := addressee(case, goes_to, recipient):
            if refusal := obstacle(case, to, on):
                raise Refused(replace(refusal, field="goes_to"))
            kinds = "、".join(label("data_categories", code) for code in categories)
            disclose(case, to, purpose=f"抜粋：{kinds}", by=by, on=on)
        return excerpt_sheet(case, purpose, categories, recipient)
    kinds = [label("data_categories", code) for code in categories if code == IDENTITY]
    told = [line.value for line in free_lines(case, categories) if line.key in texts]
    found = [
        names_somebody(purpose, kinds, field="categories"),
        names_somebody(purpose, named_in(case, "\n".join(told)), field="texts"),
    ]
    if refusals := [refusal for refusal in found if refusal]:
        raise Refused(*refusals)
    return excerpt_sheet(case, purpose, categories, recipient, texts)
