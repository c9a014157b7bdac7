"""How the web server was chosen: the same pages by several servers."""


def measure(*, rounds: int, seconds: int):
    raise NotImplementedError
