"""Albums and videos."""

from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from lienhiephoi.pagination import AnchoredPaginator, page_of
from news.models import Album, AlbumPicture, Picture, Video

PER_PAGE = 12


def album_list(request):
    first = AlbumPicture.objects.filter(album=OuterRef("pk")).order_by("order", "pk")
    albums = Album.objects.published().annotate(
        cover_id=Subquery(first.values("picture")[:1])
    )
    page = page_of(AnchoredPaginator(albums, PER_PAGE, key="albums"), request)
    covers = Picture.objects.in_bulk([album.cover_id for album in page])
    for album in page:
        album.cover = covers.get(album.cover_id)
    context = {
        "page": page,
        "breadcrumbs": [("Thư viện ảnh", None)],
        "count_target": "page",
    }
    return render(request, "news/album_list.html", context)


def album(request, slug: str):
    current = get_object_or_404(Album.objects.visible_to(request.user), slug=slug)
    context = {
        "album": current,
        "entries": list(current.entries.select_related("picture")),
        "previewing": not current.is_public(),
        "breadcrumbs": [
            ("Thư viện ảnh", reverse("news:album_list")),
            (current.title, None),
        ],
        "count_target": "page",
    }
    return render(request, "news/album_detail.html", context)


def video_list(request):
    videos = Video.objects.published().select_related("picture")
    context = {
        "page": page_of(
            AnchoredPaginator(videos, PER_PAGE, key="videos"),
            request,
        ),
        "breadcrumbs": [("Video", None)],
        "count_target": "page",
    }
    return render(request, "news/video_list.html", context)


def video(request, slug: str):
    current = get_object_or_404(
        Video.objects.visible_to(request.user).select_related("picture"), slug=slug
    )
    others = Video.objects.published().exclude(pk=current.pk).select_related("picture")
    context = {
        "video": current,
        "others": list(others.newest_first()[:4]),
        "previewing": not current.is_public(),
        "breadcrumbs": [("Video", reverse("news:video_list")), (current.title, None)],
        "count_target": "page",
    }
    return render(request, "news/video_detail.html", context)
