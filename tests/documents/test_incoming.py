"""Papers that come in: taken by their content, made harmless, or refused in a sentence."""

from io import BytesIO

import pytest
from PIL import Image

from documents.incoming import NotTaken, take_in
from tests.documents import bad_files


def test_there_are_sixty_bad_files():
    assert len(bad_files.REFUSED) + len(bad_files.MADE_HARMLESS) >= 60


@pytest.mark.parametrize("name", sorted(bad_files.REFUSED))
def test_a_bad_file_is_refused_in_a_sentence(name):
    with pytest.raises(NotTaken) as found:
        take_in(bad_files.REFUSED[name])
    refusal = found.value.refusal(name)
    assert refusal.code == "E-41"
    assert name in str(refusal)
    assert refusal.remedy.endswith("。")


@pytest.mark.parametrize("name", sorted(bad_files.MADE_HARMLESS))
def test_what_a_picture_says_beside_itself_is_cut_off(name):
    content, secret = bad_files.MADE_HARMLESS[name]
    assert secret in content
    taken = take_in(content)
    assert secret not in taken.content
    assert taken.kind == name[-3:]
    with Image.open(BytesIO(content)) as before, Image.open(BytesIO(taken.content)) as after:
        assert before.size == after.size
        assert before.convert("RGB").tobytes() == after.convert("RGB").tobytes()


def test_how_a_photo_is_turned_stays_and_where_it_was_taken_goes():
    taken = take_in(bad_files.picture("JPEG", exif=bad_files.gps_exif(turn=6)))
    with Image.open(BytesIO(taken.content)) as picture:
        exif = picture.getexif()
        assert exif[0x0112] == 6
        assert not exif.get_ifd(0x8825)
        assert set(exif) == {0x0112}


@pytest.mark.parametrize(
    ("content", "kind"),
    [(bad_files.PDF, "pdf"), (bad_files.JPEG, "jpg"), (bad_files.PNG, "png")],
)
def test_the_type_is_read_from_the_content(content, kind):
    assert take_in(content).kind == kind


def test_a_plain_pdf_is_kept_as_it_came():
    plain = bad_files.pdf(bad_files.packed(b"<< /Type /Font >>"))
    assert take_in(plain).content == plain
