from app.cli import cli
from driver import show

show(cli, "images", "images -v --color red", "images --help")
