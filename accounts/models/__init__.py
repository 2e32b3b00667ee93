from accounts.models.desk import Answer, Draft, SavedView
from accounts.models.people import CITY_ROLES, STAFF, Membership, Role, User, posts_on, read_people
from accounts.models.places import Counter, Municipality, Organisation, PrivacyPolicy
from accounts.models.record import Record
from accounts.models.staffing import AccountReview, PostReason, Qualification, Training, post_names
from accounts.models.viewing import Viewing

__all__ = [
    "CITY_ROLES",
    "STAFF",
    "AccountReview",
    "Answer",
    "Counter",
    "Draft",
    "Membership",
    "Municipality",
    "Organisation",
    "PostReason",
    "PrivacyPolicy",
    "Qualification",
    "Record",
    "Role",
    "SavedView",
    "Training",
    "User",
    "Viewing",
    "post_names",
    "posts_on",
    "read_people",
]
