import closing


class Held:
    def __del__(self):
        closing.close()
