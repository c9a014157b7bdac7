"""The associations of the fictional province of Lam Giang, and their reports.

`cast.json` is the one list of people, bodies and figures: the articles, the documents
and the reports of the demonstration all say the same.
"""
