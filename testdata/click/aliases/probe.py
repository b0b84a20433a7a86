from app.cli import cli
from driver import show

show(cli, "images", "images --help", "images --size 9", "ls", "report", "report 1", "report --help", "imgaes", "version")
