import framely

EMPTY = framely.Frame([])


class Show:
    def __init__(self, args):
        self.rows = framely.read(args.rows)
