from app.cli import cli
from driver import show

show(cli, "ls", "ls --help", "ls --size 9", "rep", "rep 1", "rep --help", "images", "rpe")
