class Closing:
    def __del__(self):
        self.close()

    def close(self):
        self.clean()

    def clean(self):
        pass
