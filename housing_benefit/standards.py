"""What a municipality says of 住居確保給付金: the table ``housing_benefit`` of the profile.

Its shape stands beside the arithmetic, in ``rules.housing_benefit``.
"""

import datetime as dt

from rules.housing_benefit import Area, BenefitRules
from rules.profile import Profile, codes, profile_for, register_table

register_table("housing_benefit", BenefitRules)


def benefit_rules(profile: Profile) -> BenefitRules:
    """The table ``housing_benefit`` of a version."""
    table = profile.table("housing_benefit")
    assert isinstance(table, BenefitRules)
    return table


def find_area(code: str, on: dt.date) -> tuple[Profile, Area] | None:
    """The area of that code as declared on a day, and whose it is; None if nobody declares it."""
    for municipality in codes():
        profile = profile_for(municipality, on)
        for area in benefit_rules(profile).areas:
            if area.code == code:
                return profile, area
    return None


def area_of(profile: Profile, town: str = "") -> Area | None:
    """Where someone of a 町村 ("" where there are none) lives; None if nobody says."""
    areas = benefit_rules(profile).areas
    if named := [area for area in areas if town and town in area.towns]:
        return named[0]
    if len(areas) == 1:
        return areas[0]
    return next((area for area in areas if area.is_default), None)
