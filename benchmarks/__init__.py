"""What knockon costs, beside what it cannot do without: `python -m benchmarks`.

docs/measurements.md has what came out.
"""
