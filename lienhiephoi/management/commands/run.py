"""Prepare everything and serve the portal, for trying out and for small offices."""

import hashlib
import json
import os
import socket
import sys
from importlib import metadata
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from lienhiephoi import database, server

ADDRESS = "127.0.0.1"


class Command(BaseCommand):
    help = "Chuẩn bị cơ sở dữ liệu, nội dung minh họa, tệp tĩnh, rồi phục vụ trang."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--port", type=int, default=int(os.environ.get("PORT", "8000"))
        )
        parser.add_argument(
            "--no-demo", action="store_true", help="không nạp nội dung minh họa"
        )

    def handle(self, *, port: int, no_demo: bool, **_options):
        self._check_port(port)
        self._say("Cập nhật cơ sở dữ liệu …")
        call_command("migrate", verbosity=0, interactive=False)
        if not (no_demo or settings.PRODUCTION):
            self._load_demonstration()
        self._collect_static()
        self._welcome(port)
        with database.kept_running():
            server.serve(ADDRESS, port)
        self._say("Đã dừng.")

    def _check_port(self, port: int) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((ADDRESS, port))
            except OSError as error:
                raise CommandError(
                    f"Cổng {port} đang được dùng. Hãy dừng chương trình kia, hoặc chạy "
                    f"với cổng khác: PORT={port + 1} make run"
                ) from error

    def _load_demonstration(self) -> None:
        if get_user_model().objects.exists():
            return
        self._say("Nạp nội dung minh họa (chỉ lần đầu) …")
        call_command("load_demonstration", stdout=self.stdout)

    def _collect_static(self) -> None:
        """Collect only when a file or a package has changed since the last time."""
        stamp = Path(settings.STATIC_ROOT) / ".collected"
        state = _static_state()
        if stamp.exists() and stamp.read_text() == state:
            return
        self._say("Gom tệp tĩnh …")
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(state)

    def _welcome(self, port: int) -> None:
        self._say("")
        self._say(f"Trang công khai : http://{ADDRESS}:{port}/")
        self._say(f"Bàn làm việc    : http://{ADDRESS}:{port}/quan-tri/")
        accounts = settings.VAR / "demonstration-accounts.json"
        if accounts.exists():
            self._say("Tài khoản minh họa (mật khẩu):")
            for name, role, password in json.loads(accounts.read_text()):
                self._say(f"  {name:<14} {password:<24} {role}")
        self._say("Dừng: Ctrl-C")
        self._say("")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _static_state() -> str:
    """A digest of our own static files and of the versions of all packages."""
    digest = hashlib.sha256()
    for folder in settings.STATICFILES_DIRS:
        for file in sorted(Path(folder).rglob("*")):
            if file.is_file():
                digest.update(f"{file}{file.stat().st_mtime_ns}".encode())
    versions = sorted(f"{d.name}={d.version}" for d in metadata.distributions())
    digest.update("".join(versions).encode())
    digest.update(sys.version.encode())
    return digest.hexdigest()
