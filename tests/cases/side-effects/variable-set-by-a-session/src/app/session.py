import os

import base


class Session(base.Base):
    def run(self):
        os.environ["BASE_SIZE"] = "2"
        from app import main

        return main.size()
