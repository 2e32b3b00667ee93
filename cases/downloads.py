"""A 受け取った書類 on its way out: logged, and opened by no browser in our pages."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from accounts.models import Viewing
from cases.context import see
from documents.incoming import TYPES
from documents.models import PaperPrint
from documents.workflow import log_print


def download(request, case, row):
    """The file of an attachment of this 台帳."""
    see(request, case, Viewing.Act.DOWNLOAD)
    log_print(
        "attachment",
        by=request.user,
        now=timezone.now(),
        case=case,
        title=row.title[:100],
        what=PaperPrint.What.FILE,
    )
    name = f"{case.number}_{row.pk}.{row.file.kind}"
    return HttpResponse(
        bytes(row.file.content),
        content_type=TYPES[row.file.kind],
        headers={
            "Content-Disposition": content_disposition_header(True, name),
            "Content-Security-Policy": "sandbox",
            "Cache-Control": "private, no-store",
        },
    )
