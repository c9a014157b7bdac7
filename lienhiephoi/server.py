"""The web server: granian, chosen by measuring (docs/measurements.md)."""

from granian import Granian
from granian.constants import Interfaces

from lienhiephoi.environment import env

WORKERS = 2
THREADS = 4


def serve(address: str, port: int) -> None:
    """Serve until told to stop (SIGINT, SIGTERM)."""
    Granian(
        "lienhiephoi.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=env.int("WORKERS", default=WORKERS),
        blocking_threads=env.int("THREADS", default=THREADS),
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_access=False,
    ).serve()
