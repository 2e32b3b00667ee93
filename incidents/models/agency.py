"""What reached the agency, and who reads it."""

from django.db import models
from django.db.models import Q

from accounts.models import CITY_ROLES, STAFF, Role

KEEPERS = (Role.CHIEF, Role.ADMIN)


class OfAgencyQuerySet(models.QuerySet):
    def read_by(self, user, own):
        """What reached the agency: for its 主任 and 管理者, and for the city, which answers for
        the 委託先 too; ``own``: what one took part in, while one works there.
        """
        return self.filter(
            Q(agency__in=user.organisation_ids(KEEPERS))
            | Q(agency__municipality__in=user.city_ids(CITY_ROLES))
            | (own & Q(agency__in=user.organisation_ids(STAFF)))
        )
