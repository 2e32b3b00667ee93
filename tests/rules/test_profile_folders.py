"""All profiles together: what stops the server, and ``manage.py check_municipality``."""

import os
import shutil
from importlib import import_module, reload
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError, SystemCheckError

from rules import profile
from rules.profile import NATIONAL, ProfileError
from tests.rules.profiles import NEW, refusal


def test_a_fault_of_the_national_default_is_said_once_and_of_its_own_file(write, folders):
    write()
    national = next(folders.path.glob(f"{NATIONAL}_*"))
    path = national / profile.FILE
    path.write_text(path.read_text(encoding="utf-8").replace("staff =", "staf ="), "utf-8")
    assert [fault.text for fault in profile.check_folders()] == [
        refusal("version 1.labels.staf", "知らない項目です", national.name),
        refusal("version 1.labels.staff", "書かれていません", national.name),
    ]


def test_without_the_national_default_nothing_stands(write, folders):
    write()
    shutil.rmtree(next(folders.path.glob(f"{NATIONAL}_*")))
    (fault,) = profile.check_folders()
    assert fault.text.endswith(f"{NATIONAL}（全国の既定がありません）")


def test_one_code_has_one_folder(write):
    write()
    write(name="990001_again")
    (fault,) = profile.check_folders()
    assert fault.text.endswith("990001（同じ団体コードのフォルダが2つ以上あります）")


def test_a_wrong_profile_stops_the_check_and_the_server(write, monkeypatch):
    monkeypatch.setattr("django.core.wsgi.get_wsgi_application", lambda: None)
    profile.refuse_to_start()
    door = import_module("config.wsgi")  # what gunicorn opens
    call_command("check", stdout=StringIO())
    write("name = ''\n")
    with pytest.raises(SystemCheckError, match=r"version 1\.name（空です）"):
        call_command("check")
    with pytest.raises(ProfileError, match=r"version 1\.name（空です）"):
        profile.refuse_to_start()
    with pytest.raises(ProfileError, match=r"version 1\.name（空です）"):
        reload(door)


# --- manage.py check_municipality ---


@pytest.mark.parametrize("file", ["", profile.FILE])
def test_the_command_says_that_a_folder_is_fine(write, file):
    out = StringIO()
    call_command("check_municipality", str(write() / file), stdout=out)
    assert out.getvalue() == f"{NEW}：誤りはありません。\n"


def test_the_command_says_every_fault_and_fails(write):
    path, err = write("name = ''\n[version.labels]\ntriage = 1\n"), StringIO()
    with pytest.raises(CommandError, match=f"{NEW}：2か所に誤りがあります。") as error:
        call_command("check_municipality", str(path), stderr=err)
    assert error.value.returncode == 1
    assert err.getvalue().splitlines() == [
        refusal("version 1.name", "空です") + "（E-29）",
        refusal("version 1.labels.triage", "文字ではありません") + "（E-29）",
    ]


def test_the_command_reads_a_folder_named_from_where_one_stands(write, monkeypatch):
    monkeypatch.chdir(write())
    out = StringIO()
    call_command("check_municipality", os.curdir, stdout=out)
    assert "誤りはありません" in out.getvalue()


def test_the_command_refuses_a_folder_that_is_not_there(folders):
    err = StringIO()
    with pytest.raises(CommandError):
        call_command("check_municipality", str(folders.path / NEW), stderr=err)
    assert "ファイルがありません" in err.getvalue()
