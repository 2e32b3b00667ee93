"""職員・支援機関・役割: who works here and what they may do.

A municipality has organisations: the city office, 直営 agencies and 委託 agencies.
A person holds roles per organisation (D14); rights add up, nobody switches. Every
other room names a user, so this room is below them all and imports only ``rules``.
``Record`` is the base of every row that people edit: it carries the version that
guards against silent overwriting, and the row history (D24).
"""
