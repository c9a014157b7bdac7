"""Production refuses to start with an unsafe setting, and says which."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

SAFE = {
    "PRODUCTION": "true",
    "SECRET_KEY": "k" * 25 + "0123456789" * 4,
    "SITE_URL": "https://lamgiang.example",
    "ALLOWED_HOSTS": "lamgiang.example",
    "DATABASE_URL": "postgres://portal@127.0.0.1:1/portal",
    "EMAIL_URL": "smtp://127.0.0.1:1",
}


def start(tmp_path, command="check", **changes) -> subprocess.CompletedProcess:
    """`manage.py check` with these variables and no others of the portal."""
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")}
    environment = {**kept, "VAR_DIR": str(tmp_path), **SAFE, **changes}
    return subprocess.run(
        [sys.executable, "manage.py", *command.split()],
        cwd=settings.BASE_DIR,
        env={name: value for name, value in environment.items() if value is not None},
        capture_output=True,
        text=True,
        check=False,
    )


def test_with_safe_settings_it_starts_and_passes_the_checks_of_deployment(tmp_path):
    done = start(tmp_path, "check --deploy")
    assert done.returncode == 0, done.stderr
    # W019 wants frames forbidden even to ourselves.
    found = set(re.findall(r"\(\w+\.[EW]\d+\)", done.stdout + done.stderr))
    assert found <= {"(security.W019)"}


UNSAFE = {
    "SECRET_KEY phải có ít nhất 50 ký tự ngẫu nhiên": {"SECRET_KEY": "ngan"},
    "DEBUG phải tắt": {"DEBUG": "true"},
    "HTTPS phải bật": {"HTTPS": "false"},
    "SITE_URL phải là địa chỉ https://…": {"SITE_URL": "http://lamgiang.example"},
    "ALLOWED_HOSTS phải nêu đúng tên miền, không dùng *": {"ALLOWED_HOSTS": "*"},
    "DATABASE_URL phải được đặt": {"DATABASE_URL": None},
    "EMAIL_URL phải được đặt": {"EMAIL_URL": None},
}


@pytest.mark.parametrize("message", UNSAFE)
def test_each_unsafe_setting_is_refused_by_name(tmp_path, message):
    done = start(tmp_path, **UNSAFE[message])
    assert done.returncode != 0
    told = [line[2:] for line in done.stderr.splitlines() if line.startswith("- ")]
    assert told == [message]


def test_all_are_told_at_once(tmp_path):
    everything = {k: v for changes in UNSAFE.values() for k, v in changes.items()}
    done = start(tmp_path, **everything)
    assert [m for m in UNSAFE if m not in done.stderr] == []


@pytest.mark.parametrize("name", ["SECRET_KEY", "SITE_URL", "ALLOWED_HOSTS"])
def test_what_is_not_set_at_all_is_refused_too(tmp_path, name):
    done = start(tmp_path, **{name: None})
    assert done.returncode != 0
    assert f"- {name} phải" in done.stderr


def test_no_secret_is_told(tmp_path):
    done = start(tmp_path, SECRET_KEY="bi-mat-nhung-ngan", DEBUG="true")
    assert "bi-mat-nhung-ngan" not in done.stderr + done.stdout


def test_static_files_can_be_collected_before_anything_is_set(tmp_path):
    """An image is built before it is told where it will run."""
    nothing = dict.fromkeys(SAFE, None) | {"PRODUCTION": "true"}
    done = start(tmp_path, "collectstatic --noinput --dry-run", **nothing)
    assert done.returncode == 0, done.stderr


def test_without_any_setting_it_runs_for_trying_out(tmp_path):
    done = start(tmp_path, **dict.fromkeys(SAFE, None))
    assert done.returncode == 0, done.stderr
    key = tmp_path / "secret_key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert len(key.read_text()) >= 50
