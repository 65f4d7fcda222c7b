"""What the whole library answers: chronologies, counts, lists, comparisons, summaries, news.

No language model writes any of it: each line is a quote with its citation, and the rule by which the
lines were chosen is said.
"""
