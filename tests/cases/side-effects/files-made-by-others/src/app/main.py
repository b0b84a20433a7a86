import os
import pathlib
import shutil
import sqlite3

import copied
import elsewhere
import linked
import moved
import opened
import replaced
import settings
import written


def prepare():
    os.rename("first.txt", "second.txt")
    shutil.copy("second.txt", dst="third.txt")
    os.symlink("third.txt", "fourth.txt")
    sqlite3.connect("fifth.db").close()
    pathlib.Path("seventh.txt").write_text("seventh")
    pathlib.Path("eighth.txt").touch()
    pathlib.Path("eighth.txt").rename("ninth.txt")


def show():
    print(moved.THERE, copied.THERE, linked.THERE, opened.THERE, written.THERE, replaced.THERE, elsewhere.THERE, settings.MEMORY)
