import dockyard


class Other:
    def close(self):
        print("other", dockyard.__name__)

    def __del__(self):
        print("gone", type(self).__name__)
