"""Once the `try` waits, whoever tries has `app.work` already."""
try:
    from app.extra import Extra
except ImportError:
    Extra = None
from app.work import go, helper

ONE = helper()
ONE += 1


def main():
    return ONE, Extra.kind(), go
