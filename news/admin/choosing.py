"""Choosing a picture on a form: from the library, or a new one uploaded in place."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse

from news.models import Picture
from news.pictures import add_picture

UPLOAD = "{}-upload"


class PictureSelect(AutocompleteSelect):
    """A search box, the chosen picture beside it, and a field for a new file.

    `known` holds pictures already read with their owner, by key: without it thirty
    rows would ask thirty times.
    """

    template_name = "admin/widgets/picture_select.html"
    needs_multipart_form = True

    def __init__(self, *args, may_upload=True, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.may_upload = may_upload
        self.known: dict[str, Picture] = {}

    def __deepcopy__(self, memo):
        copied = super().__deepcopy__(memo)
        copied.known = {}
        return copied

    def optgroups(self, name, value, attr=None):
        options = (
            []
            if self.is_required
            else [self.create_option(name, "", "", selected=False, index=0)]
        )
        options += [
            self.create_option(name, key, str(picture), selected=True, index=1)
            for key in value
            if (picture := self._picture(key))
        ]
        return [(None, options, 0)]

    def _picture(self, key: str) -> Picture | None:
        if not str(key).isdecimal():
            return None
        if key not in self.known:
            self.known[key] = Picture.objects.filter(pk=key).first()
        return self.known[key]

    def value_from_datadict(self, data, files, name):
        return files.get(UPLOAD.format(name)) or super().value_from_datadict(
            data, files, name
        )

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        chosen = [
            picture
            for key in context["widget"]["value"]
            if (picture := self._picture(key))
        ]
        context["picture"] = chosen[0] if chosen else None
        context["upload_name"] = UPLOAD.format(name) if self.may_upload else ""
        context["thumbnail_url"] = reverse("admin:news_picture_thumbnail", args=[0])
        return context

    @property
    def media(self):
        return super().media + forms.Media(js=["js/admin-pictures.js"])


class PictureField(forms.ModelChoiceField):
    """Cleans to a Picture, made at once when a file came with the form.

    It is kept even when another field is refused: the form then shows it chosen.
    """

    uploader = None

    def clean(self, value):
        if isinstance(value, UploadedFile):
            if self.uploader is None:
                raise forms.ValidationError("Bạn không có quyền tải ảnh lên.")
            return add_picture(value, by=self.uploader)
        return super().clean(value)


class PictureFormMixin:
    """A form with picture fields: shows what was read or uploaded already."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:
            self.data, self.files = self.data.copy(), self.files.copy()
        for name in self._picture_fields():
            self._know(name)

    def _picture_fields(self) -> list[str]:
        return [n for n, f in self.fields.items() if isinstance(f, PictureField)]

    def _know(self, name: str) -> None:
        is_read = self.instance._meta.get_field(name).is_cached(self.instance)
        picture = getattr(self.instance, name) if is_read else None
        if picture:
            widget = self.fields[name].widget
            getattr(widget, "widget", widget).known = {str(picture.pk): picture}

    def _post_clean(self):
        super()._post_clean()
        for name in self._picture_fields():
            place = self.add_prefix(name)
            picture = self.cleaned_data.get(name)
            if picture and self.files.pop(UPLOAD.format(place), None):
                self.data[place] = str(picture.pk)
                self._know(name)


class PictureForm(PictureFormMixin, forms.ModelForm):
    """The form of a row that holds a picture."""


class PictureChoiceMixin:
    """For a ModelAdmin or an inline whose model points at pictures."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, PictureField):
            # A new picture is uploaded in place; the library has its own pages.
            wrapper = field.widget
            wrapper.can_add_related = wrapper.can_delete_related = False
            wrapper.can_change_related = wrapper.can_view_related = False
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.remote_field.model is not Picture:
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        field = db_field.formfield(
            form_class=PictureField,
            widget=PictureSelect(
                db_field,
                self.admin_site,
                may_upload=request.user.has_perm("news.add_picture"),
            ),
            **{k: v for k, v in kwargs.items() if k != "widget"},
        )
        if request.user.has_perm("news.add_picture"):
            field.uploader = request.user
        return field


class PictureInline(PictureChoiceMixin, admin.TabularInline):
    form = PictureForm
    extra = 0
    fields = ["picture", "caption", "order"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("picture")
