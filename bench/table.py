"""Prints runs of `cartwright load --json` as Markdown: one row for each shop and workload, medians with extremes."""

import json
import statistics
import sys

COLUMNS = [
    ("m", "M", 0),
    ("cpu_us_per_checkout", "CPU µs", 1),
    ("per_second", "checkouts/s", 0),
    ("p50_ms", "p50 ms", 1),
    ("p99_ms", "p99 ms", 1),
    ("p999_ms", "p99.9 ms", 1),
]


def cell(values, digits):
    """The median, with the extremes where there is more than one value."""
    if not values:
        return ""
    middle, least, most = (f"{value:,.{digits}f}" for value in (statistics.median(values), min(values), max(values)))
    return middle if len(values) == 1 else f"{middle} ({least} to {most})"


def parts(runs, key):
    """One figure of each process by name and place in the list, the median of the runs."""
    names = [process["name"] for process in runs[0]["processes"]]
    texts = []
    for place, name in enumerate(names):
        costs = [run["processes"][place][key] for run in runs if len(run["processes"]) == len(names)]
        texts.append(f"{name} {statistics.median(costs):.0f}")
    return " · ".join(texts)


def main(path):
    rows = [json.loads(line) for line in open(path)]
    groups = {}
    for row in rows:
        groups.setdefault((row.get("shop", "embedded"), row["workload"]), []).append(row)
    heads = ["shop", "workload", *(name for _, name, _ in COLUMNS), "CPU µs by process", "MB by process", "books"]
    print(f"| {' | '.join(heads)} |")
    print("| --- " * len(heads) + "|")
    for (shop, workload), runs in groups.items():
        cells = [cell([run[key] for run in runs if run[key] is not None], digits) for key, _, digits in COLUMNS]
        books = "balance" if all(run["verified"] for run in runs) else "WRONG"
        cells += [parts(runs, "cpu_us_per_checkout"), parts(runs, "memory_mb"), books]
        print(f"| {shop} | {workload} | " + " | ".join(cells) + " |")
    ratios(groups)


def ratios(groups):
    """M of each shop divided by that of the monolith, by workload, where there are both."""
    for (shop, workload), runs in groups.items():
        monolith = groups.get(("monolith", workload))
        if shop != "monolith" and monolith:
            ratio = statistics.median(run["m"] for run in runs) / statistics.median(run["m"] for run in monolith)
            print(f"\n{shop} ÷ monolith, {workload}: {ratio:.2f}")


main(sys.argv[1])
