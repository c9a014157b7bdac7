from urllib.parse import urlsplit

import pytest
from hypothesis import given, strategies as st

from lienhiephoi.video import FRAME_SOURCES, Video, parse

YOUTUBE = Video(
    provider="youtube",
    video_id="dQw4w9WgXcQ",
    watch_url="https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    embed_url="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
    provider_label="YouTube",
)
VIMEO = Video(
    provider="vimeo",
    video_id="76979871",
    watch_url="https://vimeo.com/76979871",
    embed_url="https://player.vimeo.com/video/76979871?dnt=1",
    provider_label="Vimeo",
)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "http://youtube.com/watch?v=dQw4w9WgXcQ",
        "https://m.youtube.com/watch?v=dQw4w9WgXcQ&feature=share",
        "https://WWW.YouTube.com/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com/watch/?list=PL123&v=dQw4w9WgXcQ&index=4",
        "https://youtu.be/dQw4w9WgXcQ",
        "https://youtu.be/dQw4w9WgXcQ?si=AbC-123",
        "https://www.youtube.com/embed/dQw4w9WgXcQ?rel=0",
        "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
        "https://www.youtube.com/shorts/dQw4w9WgXcQ",
        "https://www.youtube.com/live/dQw4w9WgXcQ/",
        "  https://youtu.be/dQw4w9WgXcQ\n",
    ],
)
def test_every_shape_of_a_youtube_address(url):
    assert parse(url) == YOUTUBE


@pytest.mark.parametrize(
    ("start", "seconds"),
    [
        ("90", 90),
        ("90s", 90),
        ("1m30s", 90),
        ("1h2m3s", 3723),
        ("2m", 120),
        ("99h99m999999s", 999_999),
    ],
)
def test_youtube_start_time_is_kept(start, seconds):
    video = parse(f"https://youtu.be/dQw4w9WgXcQ?t={start}")
    assert video.watch_url == f"{YOUTUBE.watch_url}&t={seconds}s"
    assert video.embed_url == f"{YOUTUBE.embed_url}?start={seconds}"
    assert parse(video.watch_url) == parse(video.embed_url) == video


@pytest.mark.parametrize(
    "start", ["0", "", "abc", "1x", "-5", '9"onload=', "٣", "9" * 99]
)
def test_start_time_that_says_nothing_is_left_out(start):
    assert parse(f"https://youtu.be/dQw4w9WgXcQ?t={start}") == YOUTUBE


@pytest.mark.parametrize(
    "url",
    [
        "https://vimeo.com/76979871",
        "http://www.vimeo.com/76979871/",
        "https://vimeo.com/76979871?share=copy",
        "https://player.vimeo.com/video/76979871?dnt=1",
    ],
)
def test_every_shape_of_a_vimeo_address(url):
    assert parse(url) == VIMEO


@pytest.mark.parametrize(
    "url",
    [
        "",
        "dQw4w9WgXcQ",
        "/watch?v=dQw4w9WgXcQ",
        "//www.youtube.com/watch?v=dQw4w9WgXcQ",
        "javascript:alert(1)//www.youtube.com/watch?v=dQw4w9WgXcQ",
        "data:text/html,https://youtu.be/dQw4w9WgXcQ",
        "ftp://youtu.be/dQw4w9WgXcQ",
        "https://evil.example/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com@evil.example/watch?v=dQw4w9WgXcQ",
        "https://evil.example\\@www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://user@www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com:8443/watch?v=dQw4w9WgXcQ",
        "https://notyoutube.com/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com/",
        "https://www.youtube.com/watch",
        "https://www.youtube.com/watch?v=short",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQQ",
        "https://www.youtube.com/watch?v=dQw4w9WgX%22Q",
        "https://www.youtube.com/watch?v=dQw4w9WgXc%0A",
        "https://www.youtube.com/redirect?q=https://evil.example",
        "https://www.youtube.com/playlist?list=PL1234567890",
        "https://www.youtube.com/embed/../redirect",
        "https://www.youtube.com/embed/videoseries?list=PL1234567890",
        "https://www.youtube.com/embed/live_stream?channel=UC123",
        "https://youtu.be/dQw4w9WgXcQ/x",
        "https://youtube-nocookie.com/watch?v=dQw4w9WgXcQ",
        "https://vimeo.com/channels/staffpicks",
        "https://vimeo.com/76979871/abcdef1234",
        "https://vimeo.com/\uff17\uff16\uff19\uff17\uff19\uff18\uff17\uff11",
        "https://player.vimeo.com/76979871",
        "https://[::1",
        "https://youtu.be/dQw4w9WgXcQ?" + "a=1&" * 50,
    ],
)
def test_anything_else_is_no_video(url):
    assert parse(url) is None


@given(
    st.text() | st.from_regex(r"https?://(www\.youtube\.com|youtu\.be|vimeo\.com)/.*")
)
def test_no_address_breaks_the_parser_or_leaves_the_known_hosts(url):
    video = parse(url)
    if video is not None:
        embed = urlsplit(video.embed_url)
        assert f"{embed.scheme}://{embed.netloc}" in FRAME_SOURCES
        assert not set("<>\"' \n") & set(video.embed_url + video.watch_url)
