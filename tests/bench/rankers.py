"""What the matcher is measured against, and the matcher with parts taken out. Not a benchmark itself."""

import contextlib
import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from unittest.mock import patch

import bm25s
import numpy as np
from rapidfuzz import fuzz, process

from bot.matching import scoring, semantic
from bot.matching.debias import Debias
from bot.matching.encoders import Encoder, JoinedEncoder
from bot.matching.lexicon import Lexicon
from bot.matching.listing import Subject
from bot.matching.matcher import Matcher
from bot.matching.prepare import Prepared, prepare_many, whole
from bot.matching.vector_cache import CachedEncoder
from tests.bench.judged import Judged, Scores


def cached(encoder: Encoder, file: Path) -> Encoder:
    """Returns the encoder with a file that keeps its vectors; joined ones stay joined."""
    if isinstance(encoder, JoinedEncoder):
        return JoinedEncoder(CachedEncoder(encoder.first, file), CachedEncoder(encoder.second, file))
    return CachedEncoder(encoder, file)


def _permitted(judged: Judged, table: np.ndarray) -> Scores:
    """Rows of scores as a mapping, pairs of one country left out."""
    return {
        need.id: {
            offer.id: float(table[row, column])
            for column, offer in enumerate(judged.offers)
            if need.country is None or need.country != offer.country
        }
        for row, need in enumerate(judged.needs)
    }


def _texts(subjects: Sequence[Subject]) -> list[str]:
    return [whole(subject) for subject in subjects]


def rapidfuzz_table(judged: Judged) -> np.ndarray:
    return process.cdist(
        [text.lower() for text in _texts(judged.needs)],
        [text.lower() for text in _texts(judged.offers)],
        scorer=fuzz.token_set_ratio,
        dtype=np.float32,
    )


def by_rapidfuzz(judged: Judged) -> Scores:
    return _permitted(judged, rapidfuzz_table(judged))


def by_bm25(judged: Judged) -> Scores:
    index = bm25s.BM25()
    index.index(bm25s.tokenize(_texts(judged.offers), stopwords=None, show_progress=False), show_progress=False)
    queries = bm25s.tokenize(_texts(judged.needs), stopwords=None, return_ids=False, show_progress=False)
    return _permitted(judged, np.array([index.get_scores(query) for query in queries]))


def by_cosine(judged: Judged, encoder: Encoder) -> Scores:
    needs = encoder.encode([text[:600] for text in _texts(judged.needs)])
    offers = encoder.encode([text[:600] for text in _texts(judged.offers)])
    return _permitted(judged, needs @ offers.T)


def by_matcher(needs: Sequence[Prepared], offers: Sequence[Prepared], debias: Debias | None) -> Scores:
    matcher = Matcher(debias)
    matcher.add_many([*needs, *offers])
    return {need.subject.id: {found.offer_id: found.likelihood for found in matcher.rank(need, None)} for need in needs}


def untouched(debias: Debias) -> Debias:
    """Takes nothing out of vectors."""
    width = len(debias.mean)
    second = None if debias.second is None else untouched(debias.second)
    return Debias(mean=np.zeros(width, np.float32), matrix=np.eye(width, dtype=np.float32), second=second)


@contextlib.contextmanager
def without(**constants: float) -> Iterator[None]:
    with contextlib.ExitStack() as stack:
        for name, value in constants.items():
            module = scoring if hasattr(scoring, name) else semantic
            stack.enter_context(patch.object(module, name, value))
        yield


def without_titles(prepared: Sequence[Prepared]) -> list[Prepared]:
    """Compared by their whole texts alone."""
    return [
        one
        if one.vectors is None
        else dataclasses.replace(one, vectors=dataclasses.replace(one.vectors, title=one.vectors.full))
        for one in prepared
    ]


def without_english(judged: Judged, encoder: Encoder) -> tuple[list[Prepared], list[Prepared]]:
    """Needs and offers encoded as they are, without what the glossary says in English."""
    with patch.object(Lexicon, "gloss", lambda _self, text, _language: text):
        return prepare_many(judged.needs, encoder), prepare_many(judged.offers, encoder)


PARTS: Mapping[str, Mapping[str, float]] = {
    "hub correction": {"HUB_WEIGHT_SHORT": 0.0, "HUB_WEIGHT_LONG": 0.0},
    "language means": {"SHRINKAGE": 1e12},
    "words": {"WORDS": 0.0, "WORDS_ONE_LANGUAGE": 0.0, "TITLES_ONE_LANGUAGE": 0.0},
    "glossary's evidence": {"CONCEPTS": 0.0, "CONCEPTS_ONE_LANGUAGE": 0.0},
    "a yardstick for one language": {
        "BIAS_ONE_LANGUAGE": scoring.BIAS,
        "LONG_ONE_LANGUAGE": scoring.BIAS,
        "MEANING_ONE_LANGUAGE": scoring.MEANING,
        "TITLES_ONE_LANGUAGE": 0.0,
        "WORDS_ONE_LANGUAGE": scoring.WORDS,
        "CONCEPTS_ONE_LANGUAGE": scoring.CONCEPTS,
    },
    "whole needs for long offers": {"WHOLE_NEED": 0.0},
}
