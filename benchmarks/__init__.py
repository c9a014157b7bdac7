"""What `make bench` runs: the portal measured against a bare Django view.

Only ratios of one run say something: both sides are asked in turns, on the same
machine, by the same program, for the same bytes.
"""
