"""Loading into a store and taking back out: what a store holds is the fold of its live sources.

A load is one change of the store, whole or not at all: the source's document, parties and claims, and the
difference between the view before and after.
"""
