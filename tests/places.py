"""The places whose 要綱 the tests work by: the four that are known, and a town that is not."""

import shutil
from pathlib import Path

from rules import profile

PLACES = {
    "nagaoka": "152021",
    "sapporo": "011002",
    "kamiamakusa": "432121",
    "saitama": "110001",
}
NAMES = {
    "nagaoka": "長岡市",
    "sapporo": "札幌市",
    "kamiamakusa": "上天草市",
    "saitama": "埼玉県",
}
OWN = Path(__file__).parent / "municipalities"
TSUMUGI = "990001"
CHANGED = "2024-04-01"  # the day the town's 要綱 changed, in its file


def settle_at(office, place):
    """Make the office's city one of the four."""
    city = office.places["city"].municipality
    city.code, city.name = PLACES[place], NAMES[place]
    city.save()
    if place == "saitama":  # its 要綱 is of the agencies that strengthen outreach
        for agency in office.places.values():
            if agency.municipality_id == city.pk and not agency.is_city_office:
                agency.tasks = ["outreach"]
                agency.save()
    return move_to(office, city)


def settle_in_town(office):
    """Make the office's city the invented town."""
    city = office.places["city"].municipality
    city.name = "つむぎ町"
    city.save()
    return move_to(office, city)


def move_to(office, city):
    for place in office.places.values():
        if place.municipality_id == city.pk:
            place.municipality = city
    return city


class Folders:
    """Folders of this test only: the national default, and what the test puts beside it."""

    def __init__(self, path):
        self.path = path
        for national in profile.FOLDER.glob(f"{profile.NATIONAL}_*"):
            shutil.copytree(national, path / national.name)

    def town(self, changed=CHANGED):
        """The invented town, its 要綱 changed on a day of the test's own."""
        folder = self.path / f"{TSUMUGI}_tsumugi"
        shutil.copytree(OWN / folder.name, folder)
        file = folder / profile.FILE
        text = file.read_text(encoding="utf-8").replace(CHANGED, str(changed))
        file.write_text(text, encoding="utf-8")
        profile.clear()
        return folder

    def rules(self, lines):
        """A city that differs from the national default in these lines alone."""
        folder = self.path / f"{TSUMUGI}_rules"
        folder.mkdir()
        text = f"[[version]]\nvalid_from = 2015-04-01\nname = '試験の要綱'\n{lines}\n"
        (folder / profile.FILE).write_text(text, encoding="utf-8")
        profile.clear()
        return folder
