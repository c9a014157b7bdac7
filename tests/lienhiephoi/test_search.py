"""Search: the twins of folding, the order of results, and queries of every kind."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from hypothesis import given, settings, strategies as st

from lienhiephoi import search, vietnamese
from lienhiephoi.models import SearchEntry, SearchMiss, SearchSynonym
from lienhiephoi.search import misses, results
from news.models import Article, PublishingStatus
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_to_find_yet():
    """Without the pages that a new portal starts with."""
    SearchEntry.objects.all().delete()


# Every letter of Vietnamese, composed and not, with digits and what stands between.
_LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐÊÔƠƯYÐð0123456789 -/&._'(),\n"
_MARKS = "\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b"
_TEXTS = st.text(alphabet=_LETTERS + _MARKS, max_size=120)

SENTENCES = [
    "Kế hoạch số 5395/KH-UBND ngày 18/6/2021 của UBND tỉnh",
    "Đắk Lắk – Ðồng Nai: KH&KT, kĩ thuật và kỹ thuật",
    "hoà bình, hòa bình; THUỶ lợi",
    "Nguyễn Thị Ỷ Lan",
    "",
    "🙂 «ngoặc» … …",
    "a" * 100,
]


def by_database(function: str, text: str):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [text])
        return cursor.fetchone()[0]


@pytest.mark.parametrize("text", SENTENCES)
def test_fold_and_lexemes_agree_with_their_sql_twins(text):
    assert by_database("lhh_fold", text) == vietnamese.fold(text)
    assert set(by_database("lhh_lexemes", text) or []) == search.lexemes(text)


@settings(max_examples=150, deadline=None)
@given(text=_TEXTS)
def test_fold_and_lexemes_agree_on_anything_vietnamese(text):
    assert by_database("lhh_fold", text) == vietnamese.fold(text)
    assert set(by_database("lhh_lexemes", text) or []) == search.lexemes(text)


def found(text: str, **options) -> list[str]:
    results = search.Results(search.parse(text, search.synonyms()), **options)
    return [entry.title for entry in results[0:50]]


def test_a_query_without_marks_finds_everything_with_them():
    makers.article("Hội nghị Ban Chấp hành")
    assert found("hoi nghi ban chap hanh") == ["Hội nghị Ban Chấp hành"]


def test_the_same_marks_come_first():
    makers.article("Hỏi nghỉ thế nào", published_at=_ago(1))
    makers.article("Hội nghị khoa học", published_at=_ago(5))
    assert found("hội nghị") == ["Hội nghị khoa học", "Hỏi nghỉ thế nào"]
    assert found("hoi nghi") == ["Hỏi nghỉ thế nào", "Hội nghị khoa học"]


def test_neighbours_beat_scattered_words_and_the_title_beats_the_text():
    makers.article("Một", body="<p>nghị quyết và hội thảo</p>", published_at=_ago(1))
    makers.article("Hai", body="<p>toàn văn hội nghị đây</p>", published_at=_ago(2))
    makers.article("Nghị quyết của hội", published_at=_ago(3))
    makers.article("Tin hội nghị", published_at=_ago(4))
    assert found("hội nghị") == ["Tin hội nghị", "Nghị quyết của hội", "Hai", "Một"]


def test_newest_first_when_asked():
    makers.article("Tin hội nghị", published_at=_ago(4))
    makers.article("Một", body="<p>hội nghị</p>", published_at=_ago(1))
    assert found("hội nghị", newest=True) == ["Một", "Tin hội nghị"]


@pytest.mark.parametrize(
    "query", ["kỹ thuật", "kĩ thuật", "ki thuat", "KY THUAT", "kỹ thuật".upper()]
)
def test_i_and_y_case_and_marks_do_not_part_words(query):
    makers.article("Hội thi Sáng tạo Kỹ thuật")
    assert found(query) == ["Hội thi Sáng tạo Kỹ thuật"]


def test_decomposed_text_is_found_by_composed_words():
    makers.article("Hội nghị".encode().decode())
    assert found("Ho\u0323\u0302i nghi\u0323") == ["Hội nghị"]


@pytest.mark.parametrize("query", ["KHKT", "KH&KT", "khoa hoc ky thuat"])
def test_synonyms_find_one_another(query):
    SearchSynonym.objects.create(
        spellings=["KHKT", "KH&KT", "khoa học và kỹ thuật", "khoa học kỹ thuật"]
    )
    makers.article("Liên hiệp các Hội Khoa học và Kỹ thuật")
    makers.article("Ngày hội KHKT trẻ", published_at=_ago(9))
    assert len(found(query)) == 2
    assert len(found(f"hội {query}")) == 2


@pytest.mark.parametrize(
    "query",
    [
        *("5395/KH-UBND", "5395 KH UBND", "5395/kh-ubnd", "so 5395/KH-UBND", "5395"),
    ],
)
def test_a_document_number_is_found_however_typed(query):
    makers.document("5395/KH-UBND", "Kế hoạch đổi mới", summary="Văn bản số 5395")
    assert len(found(query)) == 1


@pytest.mark.parametrize(
    "query",
    [
        *("", "   ", "!!!", "&", "' | '", "a & | ! ( ) : * <-> '", "\\", "%", "_"),
        *("\x00", "hội\x00nghị", "'; DROP TABLE x; --", "🙂", "\u202ehội", "̣̂"),
        *("a" * 10_000, "hội " * 5000, "(" * 3000, "<->", "hội:*A", "!hội", "''"),
    ],
)
def test_nothing_typed_can_break_the_query(client, query):
    makers.article("Hội nghị")
    answer = client.get("/tim-kiem/", {"q": query})
    assert answer.status_code in (200, 400)
    if "\x00" not in query:
        assert answer.status_code == 200


@pytest.mark.parametrize("day", ["31/12/9999", "01/01/0001", "31/02/2026", "hôm qua"])
@pytest.mark.parametrize("name", ["tu", "den"])
def test_no_date_can_break_the_query(client, name, day):
    answer = client.get("/tim-kiem/", {"q": "hội", name: day})
    assert answer.status_code == 200


def test_letters_that_grow_in_lower_case_can_be_missed_too(client):
    assert client.get("/tim-kiem/", {"q": "İ" * 200}).status_code == 200


def test_only_what_the_public_may_see_is_found():
    makers.article("Hội nghị nháp", status=PublishingStatus.DRAFT, published_at=None)
    makers.article("Hội nghị mai", published_at=_ago(-1))
    makers.article("Hội nghị hết hạn", published_at=_ago(9), expires_at=_ago(1))
    makers.article("Hội nghị hôm nay")
    assert found("hội nghị") == ["Hội nghị hôm nay"]


def test_withdrawn_or_deleted_articles_leave_the_search():
    article = makers.article("Hội nghị")
    article.status = PublishingStatus.WITHDRAWN
    article.save()
    assert found("hội nghị") == []
    makers.article("Hội nghị khác").delete()
    assert found("hội nghị") == []


def test_kind_and_time_filter_the_results():
    makers.notice("Họp hội nghị", published_at=_ago(30))
    makers.article("Tin hội nghị", published_at=_ago(2))
    assert found("hội nghị", kind="notice") == ["Họp hội nghị"]
    day = timezone.localdate() - dt.timedelta(days=10)
    assert found("hội nghị", since=day) == ["Tin hội nghị"]
    assert found("hội nghị", until=day) == ["Họp hội nghị"]


@pytest.mark.parametrize("first", [0, 5, 20, 50])
def test_slices_do_not_repeat_or_lose_a_result(first):
    makers.articles(45)
    results = search.Results(search.parse("bài số"), first=first)
    assert results.count() == 45
    titles = [e.title for start in (0, 20, 40) for e in results[start : start + 20]]
    assert len(titles) == len(set(titles)) == 45


@pytest.mark.parametrize("query", ["hội nghị", "hoi nghi", "nghị", "khoa hội"])
@pytest.mark.parametrize("newest", [True, False])
def test_what_the_count_brings_along_stands_in_the_same_order(query, newest):
    titles = ["Hội nghị khoa học", "Nghị quyết của hội", "Hỏi nghỉ", "Khoa hội nghị"]
    for days, title in enumerate(titles * 2):
        makers.article(title, body="<p>hội nghị khoa</p>", published_at=_ago(days))
    asked = {"query": search.parse(query), "newest": newest}
    counted = search.Results(**asked, first=3)
    assert counted.count() > 3
    for start, stop in [(0, 3), (0, 2), (2, 5), (3, 8)]:
        assert counted[start:stop] == search.Results(**asked)[start:stop]


def test_documents_stand_and_are_filtered_by_their_day_of_issue(client):
    old = makers.document(
        "1/KH-LHH", "Hội nghị cũ", issued_on=dt.date(2019, 5, 1), published_at=_ago(1)
    )
    makers.article("Tin hội nghị", published_at=_ago(30))
    newest_first = found("hội nghị", newest=True)
    assert newest_first == ["Tin hội nghị", "Kế hoạch 1/KH-LHH: Hội nghị cũ"]
    end_of_2019 = dt.date(2019, 12, 31)
    assert found("hội nghị", until=end_of_2019) == ["Kế hoạch 1/KH-LHH: Hội nghị cũ"]
    assert found("hội nghị", since=end_of_2019) == ["Tin hội nghị"]
    assert "01/05/2019" in client.get("/tim-kiem/", {"q": "hoi nghi"}).content.decode()
    old.issued_on = timezone.localdate()
    old.save()
    assert found("hội nghị", newest=True)[0] == "Kế hoạch 1/KH-LHH: Hội nghị cũ"


def test_a_document_is_found_once_it_is_published_whatever_its_day():
    makers.document("1/KH-LHH", issued_on=dt.date(2019, 5, 1), published_at=_ago(-1))
    assert found("1/KH-LHH") == []


@pytest.mark.parametrize("day", [dt.date(1, 1, 1), dt.date(9999, 12, 31)])
def test_no_day_of_issue_can_break_the_search(client, day):
    makers.document("1/KH-LHH", issued_on=day)
    assert client.get("/tim-kiem/", {"q": "1/KH-LHH"}).status_code == 200
    assert len(found("1/KH-LHH")) == 1


def test_no_more_than_a_thousand_results_are_counted_and_paged(client, monkeypatch):
    monkeypatch.setattr(results, "MAX_RESULTS", 20)
    makers.articles(21)
    page = client.get("/tim-kiem/", {"q": "bài số"}).content.decode()
    assert "Hơn 20 kết quả" in page
    assert client.get("/tim-kiem/", {"q": "bài số", "trang": 2}).status_code == 200
    assert client.get("/tim-kiem/", {"q": "bài số", "trang": 3}).status_code == 404


def test_the_entries_can_be_rebuilt_from_the_records():
    makers.article("Hội nghị")
    SearchEntry.objects.all().delete()
    call_command("rebuild_search")
    assert found("hội nghị") == ["Hội nghị"]


def test_a_huge_text_is_still_indexed():
    words = " ".join(f"từ{number}" for number in range(40_000))
    makers.article("Dài", body=f"<p>{words}</p>")
    assert found("từ39") == ["Dài"]


def ask(client, text: str, agent="Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0"):
    return client.get("/tim-kiem/", {"q": text}, headers={"user-agent": agent})


@pytest.mark.parametrize("agent", ["", "Mozilla/5.0 (compatible; Googlebot/2.1)"])
def test_what_robots_ask_for_is_not_kept(client, agent):
    assert ask(client, "máy bay", agent).status_code == 200
    assert not SearchMiss.objects.exists()


def test_letters_that_grow_when_made_small_are_cut(client):
    assert ask(client, "İ" * 200).status_code == 200
    assert len(SearchMiss.objects.get().query) == 200


def test_a_full_table_of_misses_takes_no_new_query(client, monkeypatch):
    monkeypatch.setattr(misses, "MAX_MISSES", 2)
    for text in ("máy bay", "tàu thủy", "xe lửa", "máy bay"):
        ask(client, text)
    kept = SearchMiss.objects.order_by("pk").values_list("query", "count")
    assert list(kept) == [("máy bay", 2), ("tàu thủy", 1)]


def test_old_single_misses_are_cleaned_up():
    today = timezone.localdate()
    for query, count, days in [("cũ", 1, 91), ("mới", 1, 90), ("hay hỏi", 2, 400)]:
        SearchMiss.objects.create(
            query=query, count=count, last_on=today - dt.timedelta(days=days)
        )
    call_command("clean_up")
    kept = SearchMiss.objects.values_list("query", flat=True)
    assert set(kept) == {"mới", "hay hỏi"}


def test_a_miss_is_kept_without_who_and_counted(client):
    for _ in range(2):
        ask(client, "máy  bay Trực thăng")
    miss = SearchMiss.objects.get()
    assert (miss.query, miss.count) == ("máy bay trực thăng", 2)


def test_the_empty_page_suggests_the_unmarked_spelling(client):
    makers.article("Hội nghị")
    page = client.get("/tim-kiem/", {"q": "hồi nghỉ trưa"}).content.decode()
    assert "/tim-kiem/?q=h%E1%BB%93i+ngh%E1%BB%89" in page


def test_results_are_highlighted_on_the_original_text(client):
    makers.article("Hội nghị <tổng kết>", body="<p>Bàn về Kỹ thuật số</p>")
    page = client.get("/tim-kiem/", {"q": "hoi nghi ky thuat"}).content.decode()
    assert "<mark>Hội nghị</mark> &lt;tổng kết&gt;" in page
    assert "<mark>Kỹ thuật</mark>" in page


def test_a_search_costs_few_statements(client, django_assert_max_num_queries):
    makers.articles(30)
    search.synonyms()
    with django_assert_max_num_queries(8):
        client.get("/tim-kiem/", {"q": "bài số"})


def test_saving_an_article_writes_its_entry_in_the_same_transaction():
    article = makers.article("Hội nghị")
    entry = SearchEntry.objects.get(kind="article")
    assert (entry.object_id, entry.url) == (article.pk, article.get_absolute_url())
    assert Article.objects.count() == 1


def _ago(days: int) -> dt.datetime:
    return timezone.now() - dt.timedelta(days=days)
