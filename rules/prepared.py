"""A question asked with every page: its SQL is built once, then asked again with other keys.

Django builds the SQL of a queryset anew each time. On a page that asks twenty small
questions of one case, that is more work than all of their answers.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.db import connection
from django.db.models import QuerySet

# What stands for a key while the SQL is built: values that no row has.
MARKS: dict[type, tuple[Any, ...]] = {
    int: (-(10**15), -(10**15) - 1),
    str: ("\x1akey0", "\x1akey1"),
    dt.date: (dt.date(1, 1, 1), dt.date(1, 1, 2)),
}


def prepared(build: Callable[..., QuerySet[Any, Any]]) -> Callable[..., list[Any]]:
    """Ask ``build(*keys)``, a queryset, with SQL that is built at the first question.

    The keys are primary keys, texts and days; what else is compared with must be the same
    every time. What is joined is read by ``prefetch_related_objects``, a single column of
    it by ``annotate``.
    """
    known: dict[str, _Question] = {}

    @wraps(build)
    def ask(*keys: Any) -> list[Any]:
        marks = [MARKS[type(key)][place] for place, key in enumerate(keys)]
        question = known.get(connection.vendor)
        if question is None:
            question = known[connection.vendor] = _Question.of(build(*marks))
        given = dict(zip(marks, keys, strict=True))
        given |= {str(mark): str(key) for mark, key in given.items()}  # a day on SQLite
        with connection.cursor() as cursor:
            cursor.execute(question.sql, [given.get(value, value) for value in question.values])
            return list(question.rows(cursor.fetchall()))

    return ask


@dataclass(frozen=True)
class _Question:
    """A queryset that was compiled, and how its answers are read (as ``ModelIterable`` does)."""

    sql: str
    values: tuple[Any, ...]
    converters: dict[int, Any]
    model: Any
    columns: list[str]
    annotated: dict[str, int]

    @classmethod
    def of(cls, rows: QuerySet[Any, Any]) -> "_Question":
        compiler = rows.query.get_compiler(connection=connection)
        sql, values = compiler.as_sql()
        converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
        if not rows.query.default_cols:  # values_list
            return cls(sql, values, converters, None, [], {})
        shape = compiler.klass_info
        if shape.get("related_klass_infos"):
            raise ValueError("select_related cannot be prepared")
        own = [compiler.select[place][0].target.attname for place in shape["select_fields"]]
        return cls(sql, values, converters, shape["model"], own, compiler.annotation_col_map)

    def rows(self, found: Iterable[Any]) -> Iterator[Any]:
        for row in found:
            values = list(row)
            for place, (steps, column) in self.converters.items():
                for step in steps:
                    values[place] = step(values[place], column, connection)
            if self.model is None:
                yield tuple(values)
                continue
            record = self.model.from_db("default", self.columns, values[: len(self.columns)])
            for name, place in self.annotated.items():
                setattr(record, name, values[place])
            yield record
