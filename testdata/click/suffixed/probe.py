from app.cli import cli
from driver import show

show(
    cli,
    "pictures --size 9 -v",
    "pictures --help",
    "images-cmd",
    "images",
    "remote --help",
    "remote add",
    "remote ad",
    "make-report 1",
    "make-report-command 1",
)
