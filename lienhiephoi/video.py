"""Which videos of other hosts may stand in an article, and how each is played."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlsplit

# The hosts of every `embed_url`, for `frame-src` of the Content-Security-Policy.
FRAME_SOURCES = ("https://www.youtube-nocookie.com", "https://player.vimeo.com")

_YOUTUBE_HOSTS = {"youtube.com", "www.youtube.com", "m.youtube.com"}
_YOUTUBE_EMBED_HOSTS = {"youtube-nocookie.com", "www.youtube-nocookie.com"}
_YOUTUBE_PATH = re.compile(r"/(?:embed|shorts|live)/([^/]+)/?")
# Two words of YouTube's own happen to be as long as an id.
_YOUTUBE_ID = re.compile(r"(?!videoseries|live_stream)[A-Za-z0-9_-]{11}")
_VIMEO_PATHS = {
    "vimeo.com": re.compile(r"/([0-9]{1,12})/?"),
    "www.vimeo.com": re.compile(r"/([0-9]{1,12})/?"),
    "player.vimeo.com": re.compile(r"/video/([0-9]{1,12})/?"),
}
_START = re.compile(r"(?:([0-9]{1,2})h)?(?:([0-9]{1,2})m)?(?:([0-9]{1,6})s?)?")
_LATEST_START = 999_999


@dataclass(frozen=True)
class Video:
    provider: str
    video_id: str
    watch_url: str
    embed_url: str
    provider_label: str


def parse(url: str) -> Video | None:
    """The video that an address names; None unless its host and id are known.

    Both addresses of the answer are made anew from the id, so nothing else of
    what was typed can reach a page.
    """
    try:
        parts = urlsplit(url.strip())
        query = parse_qs(parts.query, max_num_fields=20)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"}:
        return None
    return _youtube(parts, query) or _vimeo(parts)


def _youtube(parts: SplitResult, query: dict[str, list[str]]) -> Video | None:
    video_id = _youtube_id(parts, query)
    if not _YOUTUBE_ID.fullmatch(video_id):
        return None
    start = _start_seconds((query.get("t") or query.get("start") or [""])[0])
    return Video(
        provider="youtube",
        video_id=video_id,
        watch_url=f"https://www.youtube.com/watch?v={video_id}"
        + (f"&t={start}s" if start else ""),
        embed_url=f"https://www.youtube-nocookie.com/embed/{video_id}"
        + (f"?start={start}" if start else ""),
        provider_label="YouTube",
    )


def _youtube_id(parts: SplitResult, query: dict[str, list[str]]) -> str:
    host = parts.netloc.lower()
    if host == "youtu.be":
        return parts.path.strip("/")
    if host in _YOUTUBE_HOSTS and parts.path.rstrip("/") == "/watch":
        return query.get("v", [""])[0]
    in_path = _YOUTUBE_PATH.fullmatch(parts.path)
    if in_path and host in _YOUTUBE_HOSTS | _YOUTUBE_EMBED_HOSTS:
        return in_path[1]
    return ""


def _start_seconds(text: str) -> int:
    """Of "90", "90s", "1m30s" or "1h2m3s"; 0 for anything else."""
    match = _START.fullmatch(text)
    if match is None:
        return 0
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return min(hours * 3600 + minutes * 60 + seconds, _LATEST_START)


def _vimeo(parts: SplitResult) -> Video | None:
    path = _VIMEO_PATHS.get(parts.netloc.lower())
    match = path.fullmatch(parts.path) if path else None
    if match is None:
        return None
    video_id = match[1]
    return Video(
        provider="vimeo",
        video_id=video_id,
        watch_url=f"https://vimeo.com/{video_id}",
        embed_url=f"https://player.vimeo.com/video/{video_id}?dnt=1",
        provider_label="Vimeo",
    )
