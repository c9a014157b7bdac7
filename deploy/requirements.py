"""Print what pyproject.toml asks for, one requirement a line, for pip.

python deploy/requirements.py [check | EXTRA …]
"""

import sys
from pathlib import Path


def main(extras: list[str]) -> None:
    import tomllib  # noqa: PLC0415 -- an older Python is to get the message below

    text = (Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8")
    project = tomllib.loads(text)["project"]
    wanted = list(project["dependencies"])
    for extra in extras:
        wanted += project["optional-dependencies"][extra]
    sys.stdout.write("\n".join(wanted) + "\n")


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 -- this is the check itself
        sys.exit(
            "Cần Python 3.11 trở lên; máy đang có "
            f"{sys.version.split()[0]}. Thử: make run PYTHON=python3.12"
        )
    if sys.argv[1:] != ["check"]:
        main(sys.argv[1:])
