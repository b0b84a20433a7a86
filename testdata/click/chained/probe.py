from app.cli import cli
from driver import show

show(cli, "images report 1", "images images", "report --help", "imgaes")
