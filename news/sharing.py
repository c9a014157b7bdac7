"""Addresses by which a reader shares a page, without any script of another house."""

import base64
import json
from urllib.parse import urlencode


def zalo_share_url(url: str) -> str:
    """Zalo's share page takes the address inside base64 of a JSON object."""
    packed = base64.b64encode(json.dumps({"url": url}).encode()).decode()
    query = {
        "layout": 1,
        "color": "blue",
        "customize": "false",
        "d": packed,
        "shareType": 0,
    }
    return f"https://button-share.zalo.me/share_external?{urlencode(query)}"
