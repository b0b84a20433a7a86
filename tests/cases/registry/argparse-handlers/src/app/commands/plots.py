import framely
import framely.plot


class BarsCommand:
    WIDTH = framely.DEFAULT_WIDTH

    def __init__(self, args, limit):
        self.args = args
        self.limit = limit

    def __call__(self):
        return framely.plot.bars(framely.read(self.args.rows))[: self.limit]
