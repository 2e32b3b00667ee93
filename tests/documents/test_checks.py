"""The start says loudly what paper lacks."""

from documents import checks


def test_this_machine_has_what_paper_needs():
    assert checks.paper_has_its_fonts(None) == []


def test_a_missing_font_is_named(monkeypatch):
    monkeypatch.setattr(checks, "FAMILIES", ("BIZ UDMincho", "No Such Letter"))
    (warning,) = checks.paper_has_its_fonts(None)
    assert warning.id == "documents.W001"
    assert "No Such Letter" in warning.msg
    assert "BIZ UDMincho" not in warning.msg


def test_a_missing_library_is_said(monkeypatch):
    monkeypatch.setattr(checks, "SUBSETTER", "libnosuchthing.so.0")
    assert [warning.id for warning in checks.paper_has_its_fonts(None)] == ["documents.W002"]


def test_without_fontconfig_every_font_is_missing(monkeypatch):
    monkeypatch.setattr(checks, "FONTCONFIG", "libnosuchthing.so.0")
    (warning,) = checks.paper_has_its_fonts(None)
    assert all(family in warning.msg for family in checks.FAMILIES)
