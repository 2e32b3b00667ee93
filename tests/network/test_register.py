"""関係機関: each city keeps a register of its own."""

import pytest
from django.urls import reverse

from network.models import Contact


@pytest.mark.django_db
def test_the_register_of_the_city_next_door_is_not_listed(office, as_):
    for place, name in (("center", "つむぎ診療所"), ("other", "となり診療所")):
        city = office.places[place].municipality
        Contact(municipality=city, name=name, category="medical").save()
    page = as_("counselor").get(reverse("contact_list")).text
    assert "つむぎ診療所" in page
    assert "となり診療所" not in page
