"""The frame of a page of a case that several people write."""

from accounts.pages import compared_page
from cases.context import case_frame


def case_compared(request, case, build, save, **page):
    """``compared_page`` with the case round the form and round the two texts."""
    return compared_page(
        request,
        build,
        save,
        frame=lambda: case_frame(request, case),
        texts="cases/case_conflict.html",
        **page,
    )
