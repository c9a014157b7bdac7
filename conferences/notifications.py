"""Letters about conferences and tasks: put into the queue, read by the office first."""


def conference_called_off(conference, by, note: str) -> None:
    """Tell those who were invited that it is put off or cancelled, and why."""


def task_given(task, by, note: str) -> None:
    """Tell the owner of a task what is asked, and by when."""


def task_sent_back(task, by, note: str) -> None:
    """Tell the owner what is still wanted."""
