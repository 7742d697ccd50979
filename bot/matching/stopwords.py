"""Words of trade that say nothing of the subject, folded as `normalise.fold` does, in the languages most often seen."""

from importlib.resources import files

STOPWORDS = frozenset(files("bot.matching").joinpath("data/stopwords.txt").read_text("utf-8").split())
