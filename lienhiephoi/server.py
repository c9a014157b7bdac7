"""The web server: granian, chosen by measuring (docs/measurements.md)."""

import os
import signal
import threading
import time

from django.db import connections
from django.utils.module_loading import import_string
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from lienhiephoi.environment import env

WORKERS = 2
THREADS = 4
GRACE = 10


def serve(address: str, port: int) -> None:
    """Serve the portal until told to stop (SIGINT, SIGTERM)."""
    # The workers are forked: a connection of this process must not become theirs.
    connections.close_all()
    run("lienhiephoi.wsgi.application", address, port)


def run(application: str, address: str, port: int) -> None:
    """Serve a WSGI application, named by its dotted path."""
    Granian(
        application,
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=env.int("WORKERS", default=WORKERS),
        blocking_threads=env.int("THREADS", default=THREADS),
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE,
        log_access=False,
        log_level=LogLevels.warning,
    ).serve(target_loader=_load)


def _load(application: str):
    """Called in each worker."""
    loaded = import_string(application)
    watch = threading.Thread(target=_end_after, args=[os.getppid()], daemon=True)
    watch.start()
    return loaded


def _end_after(parent: int) -> None:
    """Workers of a killed main process would go on answering on its port."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)
