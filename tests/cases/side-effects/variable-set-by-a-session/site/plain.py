import os

SIZE = os.environ.get("PLAIN_SIZE", "1")
