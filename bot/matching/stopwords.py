"""Trade words that say nothing about the subject, folded by `normalise.fold`, in the most frequent languages."""

from importlib.resources import files

STOPWORDS = frozenset(files("bot.matching").joinpath("data/stopwords.txt").read_text("utf-8").split())
