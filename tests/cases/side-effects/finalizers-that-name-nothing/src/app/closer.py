import framely


class Closer:
    def close(self):
        print("closed", framely.__name__)
