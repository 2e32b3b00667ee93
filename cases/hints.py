"""What an assessment makes one think of: said on the page, never chosen (手引き 第Ⅳ章2(3))."""

from cases.models import Episode, issues, latest_assessment
from rules.calendar import PartialDate, age_on, today

YOUTH = range(15, 40)


def suggests_youth_station(episode: Episode) -> bool:
    """Surely 15 to 39 and without 経済的困窮: a サポステ may be nearer (TEB-4-2-3-a)."""
    birth = episode.case.person.birth
    if not birth:
        return False
    born = PartialDate.from_stored(birth)
    ages = (age_on(born.first_day, today()), age_on(born.last_day, today()))
    if not all(age in YOUTH for age in ages):
        return False
    assessment = latest_assessment(episode)
    found = issues(assessment) if assessment else []
    return bool(found) and "poverty" not in found
