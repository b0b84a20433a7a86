import sys

import app.commands
from app.commands import again, cli
from driver import show

show(cli, "images", "images --help", "images --size 9", "report", "report 1", "report --help", "imgaes")
print(again()[0], again()[1].__name__)
print(app.commands.images is cli.commands["images"], app.commands.report == sys.modules["app.commands.report"].report)
