"""A contact log: what is read, and the sentence for each row that cannot be."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from simulation.calibration.contacts import MalformedRows, read_contacts, zone_of
from simulation.errors import InputError

HEADER = "contact,customer,channel,made,answered,ended,outcome,need,work_min"
GOOD = "1,Ola,phone,2024-01-03T10:00:00,2024-01-03T10:01:30,2024-01-03T10:05:30,answered,billing,5"

BAD = {
    "2,,phone,2024-01-03T10:00,,,answerd,,": "outcome 'answerd' is none, did you mean 'answered'?",
    "2,,phone,2024-01-03T10:00,,,,,": "outcome '' is none, expected one of: abandoned, answered, open",
    ",,phone,2024-01-03T10:00,,,open,,": "contact is empty",
    "1,,phone,2024-01-03T10:00,,,open,,": "contact '1' is in row 2 already",
    "2,,,2024-01-03T10:00,,,open,,": "channel is empty",
    "2,,phone,,,,open,,": "made is empty",
    "2,,phone,yesterday,,,open,,": "made 'yesterday' is no moment, expected one such as 2024-01-31T08:59:30",
    "2,,phone,2024-02-30T10:00,,,open,,": "made '2024-02-30T10:00' is no moment",
    "2,,phone,2024-01-03,,,open,,": "made '2024-01-03' has no time of day",
    "2,,phone,03.01.2024 10:00,,,open,,": "made '03.01.2024 10:00' is no moment",
    "2,,phone,2024-01-03T10:00Z,,,open,,": "made '2024-01-03T10:00Z' has an offset from UTC, and earlier moments",
    "2,,phone,2024-01-03T10:00,,2024-01-03T10:05,answered,,": "outcome answered, and answered is empty",
    "2,,phone,2024-01-03T10:00,2024-01-03T10:05,,answered,,": "outcome answered, and ended is empty",
    "2,,phone,2024-01-03T10:00,2024-01-03T09:59,2024-01-03T10:05,answered,,": "answered 2024-01-03T09:59:00 before it",
    "2,,phone,2024-01-03T10:00,2024-01-03T10:06,2024-01-03T10:05,answered,,": "before it was answered 2024-01-03T10:06",
    "2,,phone,2024-01-03T10:00,,2024-01-03T09:05,abandoned,,": "ended 2024-01-03T09:05:00 before it was made",
    "2,,phone,2024-01-03T10:00,,,abandoned,,": "outcome abandoned, and ended is empty",
    "2,,phone,2024-01-03T10:00,2024-01-03T10:01,2024-01-03T10:05,abandoned,,": "abandoned, and answered is not empty",
    "2,,phone,2024-01-03T10:00,,2024-01-03T10:05,open,,": "outcome open, and ended is not empty",
    "2,,phone,2024-01-03T10:00,,,open,": "has 8 cells, expected 9 as in the header",
    "2,,phone,2024-01-03T10:00,,,open,,five": "work_min 'five' is no number of minutes from 0 up",
    "2,,phone,2024-01-03T10:00,,,open,,-1": "work_min '-1' is no number of minutes from 0 up",
    "2,,phone,2024-01-03T10:00,,,open,,inf": "work_min 'inf' is no number of minutes from 0 up",
}


def log(folder: Path, *lines: str, header: str = HEADER) -> Path:
    """Write a log of some lines."""
    path = folder / "log.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("line", BAD)
def test_a_row_that_cannot_be_read_gets_one_sentence(line: str, tmp_path: Path) -> None:
    path = log(tmp_path, GOOD, line)
    with pytest.raises(MalformedRows) as caught:
        read_contacts(path)
    (sentence,) = caught.value.sentences
    assert sentence.startswith(f"{path}: row 3: ")
    assert BAD[line] in sentence
    assert str(caught.value) == sentence
    assert "\n" not in sentence


def test_every_malformed_row_is_told_up_to_twenty(tmp_path: Path) -> None:
    path = log(tmp_path, GOOD, *(f"{number},,phone,,,,open,," for number in range(2, 32)))
    with pytest.raises(MalformedRows, match=r"row 3: made is empty.*\(29 more rows cannot be read either\)") as caught:
        read_contacts(path)
    assert len(caught.value.sentences) == 21
    assert caught.value.sentences[-1] == "and 10 more rows that cannot be read"


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ("contact,channel,made,answered,ended", "no column 'outcome', expected one"),
        ("contact,chanel,made,answered,ended,outcome", "no column 'channel', did you mean 'chanel'?"),
        (
            "contact,channel,made,answered,ended,outcome,custmer",
            "no column 'custmer' is known, did you mean 'customer'?",
        ),
        ("contact,channel,made,made,answered,ended,outcome", "column 'made' is there twice"),
        ("", "no column 'contact'"),
    ],
)
def test_a_header_that_lacks_a_column_is_refused(header: str, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_contacts(log(tmp_path, header=header))
    assert sentence in str(caught.value)


def test_files_that_are_no_logs(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_contacts(tmp_path / "none.csv")
    (tmp_path / "empty.csv").write_text("")
    with pytest.raises(InputError, match="is empty, expected a header"):
        read_contacts(tmp_path / "empty.csv")
    with pytest.raises(InputError, match="has no rows"):
        read_contacts(log(tmp_path))
    (tmp_path / "bytes.csv").write_bytes(b"\xff\xfe\x00contact")
    with pytest.raises(InputError, match="cannot be read as CSV"):
        read_contacts(tmp_path / "bytes.csv")
    with pytest.raises(InputError, match="cannot be read as CSV"):
        read_contacts(tmp_path)


def test_what_is_read(tmp_path: Path) -> None:
    extra = "agent,outcome,contact,channel,made,answered,ended"
    path = log(
        tmp_path, "Eli,open,7,phone,2024-01-03T10:00:00,,", "", "Per,open,8,email,2024-01-02 23:30,,", header=extra
    )
    contacts = read_contacts(path)
    assert contacts.ignored == ["agent"]
    assert [row.channel for row in contacts.rows] == ["email", "phone"]
    assert contacts.rows[1].made == 2 * 1440 + 600
    assert (contacts.begin, contacts.end, contacts.days) == (1440, 3 * 1440, 2)
    assert math.isnan(contacts.rows[0].waited)
    whole = read_contacts(log(tmp_path, GOOD)).rows[0]
    assert (whole.customer, whole.need, whole.waited, whole.lasted, whole.work) == ("Ola", "billing", 1.5, 4.0, 5.0)


def test_the_clock_of_the_place_says_the_hour_and_the_passing_of_time_the_wait(tmp_path: Path) -> None:
    header = "contact,channel,made,answered,ended,outcome"
    # On 31 March 2024 Oslo's clocks went from 02:00 to 03:00.
    spring = "1,phone,2024-03-31T01:59,2024-03-31T03:01,2024-03-31T03:02,answered"
    path = log(tmp_path, spring, header=header)
    assert read_contacts(path).rows[0].waited == 62
    assert read_contacts(path, zone_of("Europe/Oslo")).rows[0].waited == 2
    utc = log(tmp_path, "1,phone,2024-07-01T08:00Z,,2024-07-01T10:30+02:00,abandoned", header=header)
    assert read_contacts(utc).rows[0].made == 480
    local = read_contacts(utc, zone_of("Europe/Oslo")).rows[0]
    assert (local.made, local.waited) == (600, 30)
    never = log(tmp_path, "1,phone,2024-03-31T02:30,,,open", header=header)
    with pytest.raises(MalformedRows, match="is no time in Europe/Oslo, the clock was put forward then"):
        read_contacts(never, zone_of("Europe/Oslo"))
    with pytest.raises(InputError, match="time zone 'Oslo' is not known"):
        zone_of("Oslo")
