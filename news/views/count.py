"""Where a page reports that it was read."""

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from news.counting import gatherer, read_view


# A beacon carries no token; what a forged one can do is bounded by address.
@csrf_exempt
@require_POST
def count(request):
    view = read_view(
        request, request.POST.get("target", ""), request.POST.get("path", "")
    )
    if view:
        gatherer.add(view)
    return HttpResponse(status=204)
