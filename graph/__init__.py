"""What the graph is: the model, claims, identity, ownership, exposure and the stores.

Imports none of the other rooms (loaders, queries, viz, knockon); tests/test_house.py enforces it.
"""
