"""What readers find, and what nobody finds."""

import pytest

from ambasada.editions.actions import index_all
from ambasada.network.models import Embassy
from tests.factories.editions import Visitor, baked, visitor_of
from tests.factories.pages import news

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("edition")]


def test_smoke(britain: Embassy) -> None:
    news(britain)
    baked(britain)
    assert not index_all(seconds=60)
    visitor = visitor_of(britain)
    page = visitor.ask("/be/search/").body.decode()
    print(page)
    from ambasada.editions.replies import Request
    import time
    for q in ["беларусаў", "палітвязень", "emergency", "Обращение", "экстр", "zzz"]:
        from urllib.parse import urlencode
        t=time.perf_counter()
        a = visitor.door.answer(Request("POST", britain.site.hostname, "/be/search/", {}, urlencode({"q": q}).encode()))
        print(q, a.status, round(1000*(time.perf_counter()-t),1), a.body.decode().split('<form')[1][:1800] if q in("беларусаў","zzz") else a.body.decode().count("search__result"))
    assert 0
