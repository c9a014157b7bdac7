"""Public addresses: conferences, coordination, social reviews, the calendar."""

app_name = "conferences"

urlpatterns = []
