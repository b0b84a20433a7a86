import os


class Settings:
    def __init__(self):
        self.level = os.environ.get("APP_LEVEL", "low")
        self.colour = os.environ.get("APP_COLOUR", "red")


SETTINGS = Settings()
