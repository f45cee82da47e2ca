"""Where the graph is kept: an embedded database in a folder, or a Neo4j server. `open_store(url)` picks.

`protocol` is what both can do; `embedded` is the only import of Ladybug and `neo4j` the only import of the driver.
"""
