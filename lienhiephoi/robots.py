"""Telling robots from readers by what they call themselves."""

import re

# CUBOT makes telephones.
_ROBOT = re.compile(
    r"(?<!cu)bot(?:\b|/)|crawl|spider|slurp|preview|fetch|monitor|scan|headless|"
    r"lighthouse|curl|wget|python|httpclient|java/|go-http|okhttp|axios|"
    r"facebookexternalhit|^whatsapp|zalo.*robot|bytespider|phantom|selenium|archiver|"
    r"mediapartners-google|google-inspectiontool|googleother",
    re.IGNORECASE,
)


def is_robot(user_agent: str) -> bool:
    return not user_agent or bool(_ROBOT.search(user_agent))
