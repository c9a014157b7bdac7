"""What the union knows of the association; its contacts it keeps up to date itself."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache

from members.models import Association
from members.views.workspace import access


class ContactsForm(forms.ModelForm):
    class Meta:
        model = Association
        fields = ["address", "phone", "email", "website"]
        help_texts = {
            "address": "Nơi nhận thư và giấy mời của Liên hiệp Hội.",
            "website": "Ví dụ: https://hoilamvuon.example",
        }


@never_cache
@login_required
def profile(request, association_pk: int):
    association = access.acting_or_404(request.user, association_pk).association
    form = ContactsForm(request.POST or None, instance=association)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Đã lưu thông tin liên hệ của hội.")
        return redirect("workspace:profile", association.pk)
    today = timezone.localdate()
    context = {
        "form": form,
        "membership": association.membership_on(today),
        "officers": association.officers.current().select_related("person"),
        "names": association.names.all(),
        "form_error_title": "Chưa lưu được, có chỗ cần sửa",
    }
    return access.page(request, "workspace/profile.html", association, **context)
