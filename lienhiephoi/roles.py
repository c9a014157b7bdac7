"""Roles of staff: groups made by migrations, with the rights each app grants.

What an administrator later takes from a group stays taken: a migration runs once.
"""

from django.contrib.auth.management import create_permissions

REPORTER = "Phóng viên"
NEWS_APPROVER = "Người duyệt tin"
MEMBERS_OFFICER = "Cán bộ hội viên"
CONFERENCE_OFFICER = "Cán bộ hội nghị"
EMULATION_OFFICER = "Cán bộ thi đua"
COUNCIL_MEMBER = "Thành viên Hội đồng"
LEADERSHIP = "Lãnh đạo"
ADMINISTRATOR = "Quản trị"

ROLES = (
    *(REPORTER, NEWS_APPROVER, MEMBERS_OFFICER, CONFERENCE_OFFICER),
    *(EMULATION_OFFICER, COUNCIL_MEMBER, LEADERSHIP, ADMINISTRATOR),
)


def create_roles(apps, _schema_editor) -> None:
    group = apps.get_model("auth", "Group")
    for name in ROLES:
        group.objects.get_or_create(name=name)


def grant(app_label: str, rights: dict[str, dict[str, str]]):
    """A migration step that gives roles their rights on the models of one app.

    rights: {role: {model name: "add change delete view …"}}.
    """

    def step(apps, _schema_editor) -> None:
        # Permissions are otherwise made only after all migrations have run.
        config = apps.get_app_config(app_label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        group = apps.get_model("auth", "Group")
        permission = apps.get_model("auth", "Permission")
        for role, models in rights.items():
            wanted = [
                f"{action}_{model}"
                for model, actions in models.items()
                for action in actions.split()
            ]
            found = permission.objects.filter(
                content_type__app_label=app_label, codename__in=wanted
            )
            group.objects.get(name=role).permissions.add(*found)

    return step
