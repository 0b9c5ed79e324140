"""The test suite's settings: the same product, in a folder that goes away."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile

os.environ["CLAVERO_HOME"] = tempfile.mkdtemp(prefix="clavero-tests-")
os.environ["CLAVERO_TIME_ZONE"] = "UTC"  # whatever the machine's
atexit.register(shutil.rmtree, os.environ["CLAVERO_HOME"], ignore_errors=True)

# Two workers a lane and three lanes read the same thousands of files: what one has compiled is kept
# for the next (in __pycache__), even where the machine's habit is to keep nothing.
sys.dont_write_bytecode = False

from clavero.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# Static files straight from where they are: nothing is collected for a test.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
