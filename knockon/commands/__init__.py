"""The commands, by what they are for: keeping the graph, asking it, showing it. A command is parse, one call, print."""
