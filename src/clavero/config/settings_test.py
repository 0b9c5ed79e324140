"""The test suite's settings: the same product, in a folder that goes away."""

from __future__ import annotations

import os
import tempfile

os.environ["CLAVERO_HOME"] = tempfile.mkdtemp(prefix="clavero-tests-")

from clavero.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
