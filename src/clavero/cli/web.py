"""The web server's settings, read by gunicorn."""

from __future__ import annotations

worker_class = "gthread"
threads = 8
timeout = 120  # seconds; a large file takes its time to arrive
graceful_timeout = 10
keepalive = 5
loglevel = "warning"
control_socket_disable = True
