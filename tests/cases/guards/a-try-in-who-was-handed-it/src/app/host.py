import os

import heavy

NAME = heavy.__name__
HOST = int(os.environ.get("APP_HOST", "1"))
