"""Papers that come in over the counter, and papers that are handed out."""

from io import BytesIO

from django.utils.html import format_html
from PIL import Image, ImageDraw

from cases.workflow.attachments import attach
from cases.workflow.handing_out import hand_out
from documents.register import DOCUMENTS
from documents.rendering import lay_out
from reports.demo.tale import step

A5 = (583, 827)  # a page of 100 dots to the inch


@step("attach")
def take_in(tale, row, day):
    """受け取った書類; ``to`` says whether it belongs to the 同意 or to the last 記録."""
    by, title, kind = tale.actor(row), row["title"], row.get("kind", "pdf")
    to = row.get("to")
    attach(
        tale.case,
        by=by,
        files=[(f"{title}.{kind}", scan(title, kind))],
        received_on=day,
        form=row.get("form", "copy"),
        title=title,
        consent=tale.case.episode.consents.last() if to == "consent" else None,
        note=tale.case.notes.filter(kind="note").last() if to == "note" else None,
    )


@step("issue")
def give(tale, row, day):
    """A paper from its newest record, to the person or to whom its letter names."""
    document, case = DOCUMENTS[row.pop("paper")], tale.case
    hand_out(case, document, document.records(case).first(), by=tale.actor(row), on=day)


def scan(title: str, kind: str) -> bytes:
    """A page as it comes out of a scanner: a PDF with its title, a photo with grey lines."""
    if kind == "pdf":
        page = format_html(
            '<html lang="ja"><title>{0}</title><h1>{0}</h1><p>（デモの見本です）</p></html>', title
        )
        return bytes(lay_out(page).write_pdf())
    picture, out = Image.new("L", A5, 250), BytesIO()
    pen = ImageDraw.Draw(picture)
    for line in range(90, 740, 34):
        pen.line((70, line, 510 - line % 90, line), fill=120, width=6)
    picture.save(out, "JPEG" if kind == "jpg" else "PNG")
    return out.getvalue()
