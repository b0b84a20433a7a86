from app.cli import cli
from driver import show

show(cli, "images", "tags --help", "tags", "bare", "bare --help", "long-one", "wrapped --help", "cut --help")
