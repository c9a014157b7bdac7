"""The button of a published report that gives the newsroom a draft."""

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from conferences import permissions
from conferences.drafts import drafts_of, news_draft, usual_category
from lienhiephoi.admin_workflow import Button
from news.models import Article, Category

LABEL = "Tạo bản nháp tin"


class DraftForm(forms.Form):
    category = forms.ModelChoiceField(Category.objects.all(), label="Chuyên mục")
    again = forms.BooleanField(
        label="Tạo thêm một bản nháp nữa",
        required=False,
        help_text="Những bản đã có được giữ nguyên.",
    )

    def __init__(self, *args, has_earlier: bool, **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["category"].initial = usual_category()
        if has_earlier:
            self.fields["again"].required = True
            self.fields["again"].error_messages["required"] = (
                "Báo cáo này đã có bản nháp tin; hãy đánh dấu nếu cần thêm một bản."
            )
        else:
            del self.fields["again"]


class NewsDraftMixin:
    """For the admin of reports."""

    def get_urls(self):
        return [
            path(
                "<int:pk>/ban-nhap-tin/",
                self.admin_site.admin_view(self.draft_view),
                name="conferences_conferencereport_draft",
            ),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        page = super().render_change_form(request, context, *args, obj=obj, **kwargs)
        if obj is None or not permissions.can_draft_news(request.user, obj):
            return page
        if obj.editions.exists():
            url = reverse("admin:conferences_conferencereport_draft", args=[obj.pk])
            buttons = page.context_data.get("transition_buttons", [])
            draft = Button("draft", LABEL, url)
            page.context_data["transition_buttons"] = [*buttons, draft]
        return page

    def draft_view(self, request, pk: int):
        """GET says what will be made, and what was made before; POST makes it."""
        report = self.get_object(request, str(pk))
        edition = report.newest_edition if report else None
        if edition is None:
            raise Http404("Báo cáo này chưa được công bố.")
        if not permissions.can_draft_news(request.user, report):
            raise PermissionDenied(f"Bạn không có quyền «{LABEL}».")
        earlier = list(drafts_of(report))
        data = request.POST if request.method == "POST" else None
        form = DraftForm(data, has_earlier=bool(earlier))
        missing = []
        if form.is_valid():
            try:
                article = news_draft(edition, request.user, **form.cleaned_data)
            except ValidationError as refusal:
                missing = refusal.messages
            else:
                return self._drafted(request, report, article)
        context = {
            **self.admin_site.each_context(request),
            "title": LABEL,
            "opts": self.opts,
            "original": report,
            "button": LABEL,
            "form": form,
            "missing": missing,
            "consequences": [
                f"Bản nháp lấy chữ và số liệu của bản công bố lần {edition.number}.",
                "Bản nháp gắn với hội nghị, các hội và văn bản của hội nghị.",
                "Bản nháp nằm ở «Bài viết»; tòa soạn sửa và duyệt như mọi tin khác.",
                *(_told(each) for each in earlier),
            ],
            "back_url": self._change_url(quote(report.pk)),
            "media": self.media,
        }
        return TemplateResponse(request, "admin/confirm.html", context)

    def _drafted(self, request, report, article: Article) -> HttpResponseRedirect:
        self.log_change(request, report, LABEL)
        text = f"Đã tạo bản nháp tin «{article}»."
        self.message_user(request, text, messages.SUCCESS)
        if request.user.has_perm("news.view_article"):
            url = reverse("admin:news_article_change", args=[article.pk])
            return HttpResponseRedirect(url)
        return HttpResponseRedirect(self._change_url(quote(report.pk)))


def _told(article: Article) -> str:
    return f"Đã có: «{article}» ({article.get_status_display().lower()})."
