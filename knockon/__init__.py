"""knockon: when a government lists a firm, who else is hit, along which path, and on whose word?

import knockon
with knockon.open("graph.lbdb") as graph:
    graph.load("article.txt")
    graph.query("us_chipmakers_affected")
"""

from graph.errors import KnockonError
from knockon.api import Graph, Status
from knockon.api import open_graph as open  # noqa: A004 - `knockon.open` is what a user types
from knockon.rows import Rows
from knockon.settings import version

__version__ = version()
__all__ = ["Graph", "KnockonError", "Rows", "Status", "__version__", "open"]
