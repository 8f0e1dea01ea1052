"""Measures what is done one after the other, and what is said of the times."""

import statistics
import time


def measured(times, once):
    """The median and the 95th percentile of what it takes, in milliseconds."""
    once()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        once()
        taken.append((time.perf_counter() - start) * 1000)
    return median_and_95th(taken)


def median_and_95th(taken):
    """The median and the 95th percentile of measurements."""
    return statistics.median(taken), statistics.quantiles(taken, n=20)[-1]
