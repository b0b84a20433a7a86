from app.cli import cli
from driver import show

show(cli, "images", "remote", "remote add", "remote --help")
