class Client:
    default = 1

    def __init__(self):
        self.level = self.default
