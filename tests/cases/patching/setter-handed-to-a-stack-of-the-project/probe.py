from app import user
from app.core import Core

print(Core(True).run(), Core(False).run(), user.size())
