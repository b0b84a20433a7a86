def fast():
    from app import fast as backend

    return backend


class Choice:
    def plain(self):
        from app import plain

        return plain

    def best(self):
        try:
            return fast()
        except ImportError:
            return self.plain()
