from app.cli import cli
from driver import show

show(cli, "images", "images ls", "images ls --help", "images layers show", "remote", "remote ls --size 4", "remote lss")
