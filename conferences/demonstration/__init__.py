"""The conferences of the fictional province of Lam Giang, and what they left behind.

They are those that the articles tell of: days, names and figures are the same
(members/demonstration/cast.json, news/demonstration/articles).
"""
