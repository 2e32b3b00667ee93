"""Data to measure on: the demo's cases, copied in bulk into many agencies.

``small`` is one agency of 1,000 cases; ``large`` has 99 more, 100,000 cases in 20
municipalities. A copy is every row of a case in every room, by one INSERT … SELECT per
table: ids move by a fixed stride, people and places become those of the new agency.
Left out: row histories and kept PDFs, which none of the measured pages reads.

``huge`` is 1,000,000 cases of 50 agencies, each with 20,000: only the tables that the
case list reads, and the rows of an agency scattered among those of all the others, as
they are when fifty offices receive people for years.

Run by ``bench/run.py`` with the database in ``DEMO_DATABASE_URL``.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

CASES = 40  # of the demo
COPIES = {"small": 25, "large": 25, "huge": 500}  # of them in each agency
AGENCIES = {"small": range(1), "large": range(1, 100), "huge": range(50)}
AGENCIES_OF_CITY = 5
STRIDE = 10_000  # between the ids of one copy and the next
SPREAD, BEYOND = 100_000, 10_000_000  # huge: between the copies of one row; above all others
PEOPLE = 1_000  # between the ids of one agency's people and the next
CACHE_KILOBYTES = 600_000
ROOMS = ("cases", "plans", "meetings")
OF_PLACES = {"NoteTemplate"}  # an agency's own, no case's


def main(size: str) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.core.management.color import no_style
    from django.db import connection, transaction

    if size == "small":
        call_command("migrate", verbosity=0)
        call_command("seed_demo", "nagaoka", verbosity=0)
    models = listed_models() if size == "huge" else content_models()
    hurry(connection)
    with transaction.atomic(), connection.cursor() as cursor:
        place_agencies(cursor, size)
        copy_rows(cursor, models)
        cursor.execute("DROP TABLE bench_copies")
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # what its own autovacuum would do in a while
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("PRAGMA journal_mode=WAL")


def hurry(connection) -> None:
    """No safety for data that is built again when it breaks: minutes instead of an hour.

    Copies point where their originals point, so foreign keys need not be looked up.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        else:
            cursor.execute("PRAGMA journal_mode=OFF")
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.execute("PRAGMA foreign_keys=OFF")
            cursor.execute(f"PRAGMA cache_size=-{CACHE_KILOBYTES}")


def copied_cases():
    """The demo's cases that everyone of an agency sees."""
    from cases.models import Case

    return Case.objects.filter(
        pk__lt=STRIDE, withdrawn_on=None, joined_into=None, is_restricted=False
    ).order_by("pk")[:CASES]


def content_models() -> list:
    """Every model whose rows belong to a case, parents first."""
    from django.apps import apps

    found = [
        model
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        if not hasattr(model, "history_object")
        and not model.__name__.startswith("Historical")
        and model.__name__ not in OF_PLACES
    ]
    ordered: list = []
    while found:
        for model in found:
            parents = {row.related_model for row in must_have(model)} - {model}
            if not parents & set(found):
                ordered.append(model)
                found.remove(model)
                break
        else:
            raise SystemExit(f"a circle of tables: {found}")
    return ordered


def listed_models() -> list:
    """What the case list reads of a case."""
    from cases.models import Case, Deadline, Episode, Person

    return [Person, Case, Episode, Deadline]


def must_have(model) -> list:
    """Its foreign keys that may not be empty."""
    return [row for row in model._meta.concrete_fields if row.is_relation and not row.null]


def place_agencies(cursor, size: str) -> None:
    """The agencies with their people, and one line of ``bench_copies`` for each copy."""
    cursor.execute(
        "CREATE TABLE bench_copies (k INTEGER, spread INTEGER, shift BIGINT, agency INTEGER, "
        "office INTEGER, city INTEGER, people INTEGER, contacts INTEGER, policy INTEGER)"
    )
    for number in AGENCIES[size]:
        places = place_agency(number)
        cursor.executemany(
            "INSERT INTO bench_copies VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [(*line, *places) for line in copies_of(number, size)],
        )


def copies_of(number: int, size: str) -> list[tuple[int, int, int]]:
    """(k, spread, shift) of each copy: a row's id becomes ``id * spread + shift``."""
    first = number * COPIES[size]
    numbers = range(first + 1, first + COPIES[size] + 1)
    if size != "huge":
        return [(k, 1, k * STRIDE) for k in numbers]
    there = COPIES["small"] if number == 0 else 0
    turns = range(COPIES["small"], COPIES[size] + COPIES["small"] - there)
    return [
        (k, SPREAD, BEYOND + k) for turn in turns for k in [turn * len(AGENCIES[size]) + number]
    ]


def place_agency(number: int) -> tuple[int, ...]:
    """Its keys: agency, office, city, where its people and its contacts begin, its 規程."""
    from accounts.models import Membership, Municipality, Organisation, PrivacyPolicy, User

    demo = Municipality.objects.order_by("pk").first()
    city_number = number // AGENCIES_OF_CITY
    city, is_new = Municipality.objects.get_or_create(
        code=f"99{city_number:04}", defaults={"name": f"計測{city_number}市"}
    )
    office, _ = Organisation.objects.get_or_create(
        municipality=city, kind="city_office", name="福祉課"
    )
    contacts, people = (city_number + 1) * PEOPLE, (number + 1) * PEOPLE
    agency, is_new_agency = Organisation.objects.get_or_create(
        municipality=city, kind="contracted", name=f"相談センター{number}"
    )
    policy, _ = PrivacyPolicy.objects.get_or_create(
        organisation=agency, number=1, defaults={"valid_from": "2020-01-01", "body": "守ります。"}
    )
    if is_new:
        for row in demo.contact_set.all():
            row.pk, row.municipality = row.pk + contacts, city
            row.save_base(force_insert=True)
    if is_new_agency:
        for row in User.objects.filter(pk__lt=PEOPLE):
            row.pk, row.username = row.pk + people, f"{row.username.partition('-')[2]}-{number}"
            row.save_base(force_insert=True)
        for row in Membership.objects.filter(user__lt=PEOPLE).select_related("organisation"):
            at_office = row.organisation.is_city_office
            row.pk, row.user_id = None, row.user_id + people
            row.organisation = office if at_office else agency
            if not Membership.objects.filter(
                user=row.user_id, organisation=row.organisation, role=row.role
            ).exists():
                row.save_base(force_insert=True)
    return agency.pk, office.pk, city.pk, people, contacts, policy.pk


def copy_rows(cursor, models: list) -> None:
    """One INSERT … SELECT for each table: the chosen rows times ``bench_copies``."""
    from cases.models import Case, Person

    chosen = {Case: list(copied_cases().values_list("pk", flat=True))}
    chosen[Person] = list(Case.objects.filter(pk__in=chosen[Case]).values_list("person", flat=True))
    for model in models:
        if model not in chosen:
            rows = model.objects.filter(pk__lt=STRIDE)
            for field in must_have(model):
                if field.related_model in chosen:
                    rows = rows.filter(**{f"{field.name}__in": chosen[field.related_model]})
            chosen[model] = list(rows.values_list("pk", flat=True))
    for model in models:
        if chosen[model]:
            cursor.execute(insert_select(model, chosen))


def insert_select(model, chosen: dict) -> str:
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(copied(field, model, chosen) for field in fields)
    table = model._meta.db_table
    return (
        f'INSERT INTO "{table}" ({columns}) SELECT {values} FROM bench_copies c '
        f'CROSS JOIN "{table}" t WHERE t.id IN ({listed(chosen[model])}) ORDER BY 1'
    )


def listed(keys: list) -> str:
    return ", ".join(map(str, keys)) or "NULL"


def copied(field, model, chosen: dict) -> str:
    """The SQL of one column in the copy."""
    from accounts.models import Municipality, Organisation, PrivacyPolicy, User
    from cases.models import Case, CaseNumber
    from network.models import Contact

    column = f't."{field.column}"'
    if field.primary_key:
        return moved(column)
    if field.name == "number" and model in (Case, CaseNumber):
        return f"{column} || '-' || c.k"
    if field.name == "search_words":
        number = """lower(replace(t."number", '-', ''))"""
        return f"replace({column}, {number}, {number} || c.k)"
    target = field.related_model
    if target in chosen:
        return f"CASE WHEN {column} IN ({listed(chosen[target])}) THEN {moved(column)} END"
    if target is Organisation:
        offices = Organisation.objects.filter(kind="city_office").values_list("pk", flat=True)
        inside = f"WHEN {column} IN ({listed(offices)}) THEN c.office"
        return f"CASE WHEN {column} IS NULL THEN NULL {inside} ELSE c.agency END"
    shifted = {User: f"{column} + c.people", Contact: f"{column} + c.contacts"}
    fixed = {Municipality: "c.city", PrivacyPolicy: "c.policy"}
    return shifted.get(target) or fixed.get(target) or column


def moved(column: str) -> str:
    """The id of a row in the copy."""
    return f"{column} * c.spread + c.shift"


if __name__ == "__main__":
    main(sys.argv[1])
