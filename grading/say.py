"""What the commands tell a person."""

from __future__ import annotations

from typing import Any

from . import scale

Values = dict[str, Any]


def would(values: Values) -> str:
    """Return the first words of a dry run."""
    return "Dry run, nothing written. " if values.get("dry_run") else ""


def new(values: Values) -> str:
    """Tell of a new course."""
    place = values["course"]
    return f"{would(values)}{place}: {len(values['files'])} files.\nNext: python -m grading lint --course {place}"


def variants(values: Values) -> str:
    """Tell of the stress test."""
    lines = [f"{'item':<20} {'seeds':>6} {'different':>9} {'smallest':>10} {'largest':>10}  problems"]
    for row in values["items"]:
        low, high = ("" if row[end] is None else format(row[end], ".4g") for end in ("smallest", "largest"))
        problems = "; ".join(row["problems"]) or "none"
        lines.append(f"{row['item']:<20} {row['seeds']:>6} {row['distinct']:>9} {low:>10} {high:>10}  {problems}")
    return "\n".join(lines)


def release(values: Values) -> str:
    """Tell of a release."""
    who = f"{values['candidates']} candidates ({values['new']} new)"
    return f"{would(values)}{values['paper']}: keys of {who}, kits in {values['kits']}."


def intake(values: Values) -> str:
    """Tell of an intake: counts, oddities, files that are nobody's."""
    lines = [would(values) + ", ".join(f"{count} {status}" for status, count in values["counts"].items())]
    lines += flags({candidate: row["flags"] for candidate, row in values["candidates"].items() if row["flags"]})
    lines += [f"  nobody's: {entry['path']}: {entry['problem']}" for entry in values["unplaced"]]
    return "\n".join(lines)


def flags(found: dict[str, list[str]]) -> list[str]:
    """Return a line for each candidate with oddities."""
    return [f"  {candidate}: {'; '.join(notes)}" for candidate, notes in found.items()]


def autograde(values: Values) -> str:
    """Tell of a run."""
    counts = [
        f"{len(values[part])} {word}" for part, word in (("graded", "scored"), ("unchanged",) * 2, ("failed",) * 2)
    ]
    lines = [would(values) + ", ".join(counts)]
    if "seconds" in values:
        lines[0] += f", {values['seconds']:.1f} s with {values['workers']} processes"
    lines += [f"  {candidate} failed: {problem}" for candidate, problem in values["failed"].items()]
    return "\n".join(lines + flags(values.get("flags", {})))


def status(values: Values) -> str:
    """Tell how far a course is."""
    lines = [f"{values['course']} in {values['root']}"]
    for row in values["papers"]:
        if row["released"]:
            lines.append(
                f"  {row['paper']}: {row['candidates']} candidates, {row['handed_in']} handed in, "
                f"{row['unreadable']} unreadable, {row['scored']} scored, {len(row['waiting'])} wait for marking, "
                f"{row['letters']} letters, {row['flagged']} flagged"
            )
        else:
            lines.append(f"  {row['paper']}: not released")
        lines.append(f"    next: {row['next']}")
    return "\n".join(lines)


def grades(values: Values) -> str:
    """Tell letters and their distribution."""
    lines = [f"{would(values)}{'candidate':<12} {'points':>8} {'per cent':>9}  letter"]
    for row in values["results"]:
        if row["letter"]:
            lines.append(f"{row['candidate']:<12} {row['total']:>8.1f} {row['percent']:>9.1f}  {row['letter']}")
        else:
            why = ": ".join([row["status"], *(["; ".join(row["problems"][:2])] if row["problems"] else [])])
            lines.append(f"{row['candidate']:<12} {'':>8} {'':>9}  {why}")
    return "\n".join([*lines, "", scale.bars(values["distribution"])])


def feedback(values: Values) -> str:
    """Tell of feedback pages."""
    lines = [f"{would(values)}{values['pages']} pages{', all in ' + values['zip'] if 'zip' in values else ''}."]
    if "for_system" in values:
        lines.append(
            f"{values['for_system']['pages']} pages under the download's own names in {values['for_system']['zip']}."
        )
    if values["waiting"]:
        lines.append(f"Do not give them out yet: {len(values['waiting'])} of them wait for marks; `grades` says which.")
    return "\n".join(lines)


def export(values: Values) -> str:
    """Tell of a table."""
    return f"{would(values)}{values['rows']} rows in {values['file']}."


def changes(values: Values) -> str:
    """Tell every score and letter that changed."""
    lines = [f"{would(values)}{values['item']}: {len(values['changes'])} candidates change."]
    for row in values["changes"]:
        told = [
            f"{name} {show(row[name][0])} -> {show(row[name][1])}"
            for name in ("score", "total", "letter")
            if row[name][0] != row[name][1]
        ]
        lines.append(f"  {row['candidate']}: {', '.join(told)}")
    return "\n".join(lines)


def show(value: object) -> str:
    """Return a score or letter, a dash for none."""
    return "-" if value is None else format(value, "g") if isinstance(value, float) else str(value)


def purge(values: Values) -> str:
    """Tell what was removed."""
    what = f"{len(values['removed'])} files and folders"
    return f"{would(values)}{values['candidates']} candidates of {values['paper']}, {what}."


def lint(values: Values) -> str:
    """Tell what is wrong with a course."""
    if not values["findings"]:
        return f"{', '.join(values['papers'])}: nothing to mend."
    return "\n".join(f"{finding['where']}: {finding['what']}" for finding in values["findings"])
