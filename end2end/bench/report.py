"""What a benchmark prints."""

import os
import pathlib
import re
import time


def machine():
    model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    return f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, {model[1] if model else 'unknown processor'}"


def table(headings, rows):
    """A table in Markdown that is one in a terminal too."""
    cells = [list(headings), *map(list, rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(headings))]
    lines = [" | ".join(f"{cell:{width}}" for cell, width in zip(line, widths)) for line in cells]
    lines.insert(1, " | ".join("-" * width for width in widths))
    return "\n".join(f"| {line} |" for line in lines)
