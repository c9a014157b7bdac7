"""The environment: variables of the process, and of `.env` in the project's root.

A variable of the process wins over the same one in `.env`.
"""

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
if (BASE_DIR / ".env").exists():
    environ.Env.read_env(BASE_DIR / ".env")

VAR = Path(env.str("VAR_DIR", default="") or BASE_DIR / "var")
"""The only folder that a running portal writes to."""
