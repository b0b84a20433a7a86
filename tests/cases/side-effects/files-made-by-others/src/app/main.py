import os
import shutil
import sqlite3

import copied
import elsewhere
import linked
import moved
import opened
import settings


def prepare():
    os.rename("first.txt", "second.txt")
    shutil.copy("second.txt", dst="third.txt")
    os.symlink("third.txt", "fourth.txt")
    sqlite3.connect("fifth.db").close()


def show():
    print(moved.THERE, copied.THERE, linked.THERE, opened.THERE, elsewhere.THERE, settings.MEMORY)
