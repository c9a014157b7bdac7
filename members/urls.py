"""Public addresses: the register, the committees, the figures."""

from lienhiephoi.routing import page
from members.views import committees, figures, register

app_name = "members"

urlpatterns = [
    page("hoi-thanh-vien/", register.association_list, "association_list"),
    page("hoi-thanh-vien/<slug:slug>/", register.association, "association"),
    page("to-chuc/", committees.current_term, "committees"),
    page("to-chuc/khoa-<int:ordinal>/", committees.past_term, "term"),
    page("so-lieu/", figures.figures_list, "figures"),
    page("so-lieu/<slug:slug>/", figures.totals, "totals"),
    page("so-lieu/<slug:slug>/so-lieu.csv", figures.totals_csv, "totals-csv"),
    page("so-lieu/<slug:slug>/tung-hoi.csv", figures.lines_csv, "lines-csv"),
    page("so-lieu/<slug:slug>/so-lieu.json", figures.totals_json, "totals-json"),
    page("so-lieu/<slug:slug>/<slug:code>/", figures.indicator, "indicator"),
]
