import os

import heavy

NAME = heavy.__name__
HOST = os.environ["APP_HOST"]
