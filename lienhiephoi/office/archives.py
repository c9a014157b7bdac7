"""Office files are zip archives; here they lose the moment they were written.

The same document is the same bytes, so that copies can be compared and checksummed.
"""

import io
import zipfile

# The first moment a zip archive can tell.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def without_clock(archive: bytes, replaced: dict[str, bytes] | None = None) -> bytes:
    """The archive with every member of one date; `replaced` members by name."""
    replaced = replaced or {}
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, replaced.get(name) or old.read(name))
    return made.getvalue()
