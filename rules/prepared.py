"""A question asked with every page: its SQL is built once, then asked again with other keys.

Django builds the SQL of a queryset anew each time. On a page that asks twenty small
questions of one case, that is more work than all of their answers.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import wraps
from itertools import count
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet
from django.db.models.query import get_related_populators


def prepared(build: Callable[..., QuerySet[Any, Any]]) -> Callable[..., list[Any]]:
    """Ask ``build(*keys)``, a queryset, with SQL that is built at the first question.

    The keys are primary keys, tuples of them, texts and days; what else is compared with
    must be the same every time. Of more than one row the joined ones are better read by
    ``prefetch_related_objects``.
    """
    known: dict[tuple[Any, ...], _Question] = {}

    @wraps(build)
    def ask(*keys: Any) -> list[Any]:
        # As many keys in a tuple, as many places in the SQL.
        shape = (connection.vendor, *(len(key) for key in keys if isinstance(key, tuple)))
        number = count()
        marks = [_marks(key, number) for key in keys]
        question = known.get(shape)
        if question is None:
            question = known[shape] = _Question.of(build(*marks))
        given = dict(_pairs(marks, keys))
        return question.answer([given.get(value, value) for value in question.values])

    return ask


def _marks(key: Any, number: Iterator[int]) -> Any:
    """What stands for a key while the SQL is built: a value that no row has."""
    if isinstance(key, tuple):
        return tuple(_marks(one, number) for one in key)
    if isinstance(key, int):
        return -(10**15) - next(number)
    if isinstance(key, dt.date):
        return dt.date.min + dt.timedelta(next(number))
    return f"\x1akey{next(number)}"


def _pairs(marks: Iterable[Any], keys: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    for mark, key in zip(marks, keys, strict=True):
        if isinstance(key, tuple):
            yield from _pairs(mark, key)
        else:
            yield mark, key
            yield str(mark), str(key)  # a day on SQLite


@dataclass(frozen=True)
class _Question:
    """A queryset that was compiled, and how its answers are read (as ``ModelIterable`` does)."""

    sql: str  # none: it can have no answer
    values: tuple[Any, ...] = ()
    converters: Mapping[int, Any] = field(default_factory=dict)
    model: Any = None
    columns: tuple[str, ...] = ()
    start: int = 0
    joined: tuple[Any, ...] = ()
    annotated: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: QuerySet[Any, Any]) -> "_Question":
        compiler = rows.query.get_compiler(connection=connection)
        try:
            sql, values = compiler.as_sql()
        except EmptyResultSet:
            return cls("")
        select = [column for column, _sql, _alias in compiler.select]
        converters = compiler.get_converters(select)
        if not rows.query.default_cols:  # values_list
            return cls(sql, values, converters)
        shape = compiler.klass_info
        places = shape["select_fields"]
        return cls(
            sql,
            values,
            converters,
            shape["model"],
            tuple(select[place].target.attname for place in places),
            places[0],
            tuple(get_related_populators(shape, compiler.select, rows.db)),  # type: ignore[call-arg]
            compiler.annotation_col_map,
        )

    def answer(self, values: list[Any]) -> list[Any]:
        if not self.sql:
            return []
        with connection.cursor() as cursor:
            cursor.execute(self.sql, values)
            return [self.read(list(row)) for row in cursor.fetchall()]

    def read(self, row: list[Any]) -> Any:
        for place, (steps, column) in self.converters.items():
            for step in steps:
                row[place] = step(row[place], column, connection)
        if self.model is None:
            return tuple(row)
        own = row[self.start : self.start + len(self.columns)]
        record = self.model.from_db(DEFAULT_DB_ALIAS, self.columns, own)
        for populator in self.joined:
            populator.populate(row, record)
        for name, place in self.annotated.items():
            setattr(record, name, row[place])
        return record
