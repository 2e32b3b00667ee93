"""書類: what came of one paper, and how the application keeps it."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Evidence:
    """What came of one paper: 原本 or 写し ("" where nobody said), the day, the scan's row."""

    form: str = ""
    on: dt.date | None = None
    file: int | None = None

    def as_kept(self) -> dict:
        """Plain data for the row, without what nobody said; ``kept_evidence`` reads it back."""
        said = {"form": self.form, "on": self.on and self.on.isoformat(), "file": self.file}
        return {name: value for name, value in said.items() if value}


def kept_evidence(data: dict) -> Evidence:
    on = data.get("on")
    return Evidence(
        data.get("form", ""), dt.date.fromisoformat(on) if on else None, data.get("file")
    )
