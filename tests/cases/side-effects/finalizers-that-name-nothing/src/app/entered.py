import heavy


class Entered:
    def __enter__(self):
        return self

    def __exit__(self, *error):
        print("left", heavy.__name__)

    def __del__(self):
        with self:
            pass
