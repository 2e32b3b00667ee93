"""相談・ケース・支援経過: the person and their story.

A 台帳 (``Case``) is one person's file at one agency and keeps its number for life. An
``Episode`` (相談) is one course from 受付 to its end and holds the state; 再相談 opens
the next episode of the same 台帳 (D3a). Everything that happens is a ``Note``: what
people wrote (記録), and the line each move leaves (手続, D9).

An ``Assessment`` is one revision of 様式2. Its questions are a table (``sections.toml``);
household, 家計, debts and 職歴 are rows of the 台帳, shared by all revisions.

Imports ``network``, ``documents``, ``accounts`` and ``rules``. Lists and the case page
read across rooms and stand in ``reports``.
"""
