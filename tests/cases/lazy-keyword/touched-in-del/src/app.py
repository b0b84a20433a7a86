import heavy


class Held:
    def __del__(self):
        print("gone", heavy.VALUE)


held = Held()
