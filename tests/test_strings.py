"""The table of words: every key in English, the same places in all languages, a clear sentence when something lacks."""

from __future__ import annotations

import string

import pytest

from simulation import strings
from simulation.errors import InputError
from simulation.strings import spoken, t, table


def places(text: str) -> set[str]:
    """Return the names of the places in a text."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_key_has_english_words_and_the_same_places_in_every_language() -> None:
    for key, words in table().items():
        assert words["en"].strip(), key
        assert words.keys() <= strings.LANGUAGES.keys(), key
        assert {language: places(text) for language, text in words.items()} == dict.fromkeys(words, places(words["en"]))


def test_a_language_is_spoken_inside_and_english_after() -> None:
    with spoken("nn"):
        assert t("language.name") == "nynorsk"
    assert t("language.name") == "English"


def test_unknown_words_and_languages_are_told_with_the_nearest() -> None:
    with pytest.raises(InputError, match=r"language\.nmae.*'language\.name'"):
        t("language.nmae")
    with pytest.raises(InputError, match="no language 'nno'"), spoken("nno"):
        pass
