"""Filters of lists, in the words that staff use."""

from django.contrib import admin
from django.db.models import Max, Min, Q
from django.utils import timezone

from news import desk


class StateFilter(admin.SimpleListFilter):
    """The states of a publication, the clock's own included (hẹn giờ, hết hạn)."""

    title = "trạng thái"
    parameter_name = desk.STATE

    def lookups(self, request, model_admin):
        return [(key, label) for key, (label, _) in desk.STATES.items()]

    def queryset(self, request, queryset):
        if self.value() not in desk.STATES:
            return queryset
        return queryset.filter(desk.STATES[self.value()][1](timezone.now()))


class MineFilter(admin.SimpleListFilter):
    title = "người tạo"
    parameter_name = desk.MINE

    def lookups(self, request, model_admin):
        return [("toi", "Của tôi"), ("khac", "Của người khác")]

    def queryset(self, request, queryset):
        mine = Q(created_by=request.user)
        if self.value() == "toi":
            return queryset.filter(mine)
        if self.value() == "khac":
            return queryset.exclude(mine)
        return queryset


class YearFilter(admin.SimpleListFilter):
    """Years between the first and the last moment of a column."""

    title = "năm"
    parameter_name = "nam"
    column = "published_at"

    def lookups(self, request, model_admin):
        ends = model_admin.model._base_manager.aggregate(
            first=Min(self.column), last=Max(self.column)
        )
        if not ends["first"]:
            return []
        years = range(ends["last"].year, ends["first"].year - 1, -1)
        return [(str(year), str(year)) for year in years]

    def queryset(self, request, queryset):
        value = self.value() or ""
        if not (value.isdecimal() and len(value) == 4):
            return queryset
        return queryset.filter(**{f"{self.column}__year": int(value)})


class IssuedYearFilter(YearFilter):
    title = "năm ban hành"
    column = "issued_on"


class AltFilter(admin.SimpleListFilter):
    title = "mô tả ảnh"
    parameter_name = "mo_ta"

    def lookups(self, request, model_admin):
        return [("thieu", "Còn thiếu"), ("co", "Đã có")]

    def queryset(self, request, queryset):
        if self.value() == "thieu":
            return queryset.filter(alt="")
        if self.value() == "co":
            return queryset.exclude(alt="")
        return queryset


class AnsweredFilter(admin.SimpleListFilter):
    title = "trả lời"
    parameter_name = desk.STATE

    def lookups(self, request, model_admin):
        return [("cho-tra-loi", "Chưa trả lời"), ("da-tra-loi", "Đã trả lời")]

    def queryset(self, request, queryset):
        if self.value() == "cho-tra-loi":
            return queryset.filter(answered_at=None)
        if self.value() == "da-tra-loi":
            return queryset.exclude(answered_at=None)
        return queryset
