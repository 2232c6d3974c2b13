"""The benchmark: what a reader and an operator pay, beside what we promised.

Run by script/bench. Each module measures one kind of thing on this machine alone, bounded in
count and in time; no module is imported by the package.
"""
