from app import user
from app.core import Command, Core

print(Core(1).run(), Command(len, None).callback("ab"), user.size())
