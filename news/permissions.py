"""Who may do what with a publication; pure predicates `(user, record)`."""


def _has(user, action: str, record) -> bool:
    meta = record._meta
    return user.is_active and user.has_perm(
        f"{meta.app_label}.{action}_{meta.model_name}"
    )


def can_write(user, record) -> bool:
    """Writers change what is not yet published; approvers change everything."""
    if not _has(user, "change", record):
        return False
    return record.status in ("draft", "returned") or can_publish(user, record)


def can_submit(user, record) -> bool:
    return _has(user, "change", record)


def can_publish(user, record) -> bool:
    return _has(user, "publish", record)


def can_preview(user, record) -> bool:
    return user.is_staff and _has(user, "view", record)
