import os

from clients import client
from constant import LIMIT
from former import old
from homes import HOME
from keeping import session
from lazily import Table


def prepare():
    os.environ["LAZY_HOME"] = "elsewhere"


def same():
    return client_of() is client_of(), session_of() is session_of()


def client_of():
    return client


def session_of():
    return session


def rest():
    return HOME, old + old, Table.__name__, LIMIT
