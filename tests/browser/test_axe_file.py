"""The copy of axe is the one that is named."""

import hashlib

from tests.browser.chromium import AXE

SHA256 = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"


def test_the_file_is_as_it_was_published():
    assert hashlib.sha256(AXE.read_bytes()).hexdigest() == SHA256
    assert AXE.read_text(encoding="utf-8").startswith("/*! axe v4.14.1\n")
    assert "4.14.1" in (AXE.parent / "README.md").read_text(encoding="utf-8")
