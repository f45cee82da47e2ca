"""One module a format that the graph goes out in; `knockon.export` lists them."""
