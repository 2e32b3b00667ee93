"""The door for a WSGI server (gunicorn)."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

# A wrong profile stops the start (E-29): a WSGI server runs no system checks.
import_module("rules.profile").refuse_to_start()

# Laying out paper takes a second to load: before the workers fork, not at the first print.
import_module("documents.rendering")

# What was ordered from the print centre and not finished goes on after a restart.
import_module("documents.slots").wake()
