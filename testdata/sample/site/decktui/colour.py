"""The 256 colours of terminals, and the nearest one to any of a coarse grid of colours."""

STEPS = (0, 95, 135, 175, 215, 255)
CUBE = [(red, green, blue) for red in STEPS for green in STEPS for blue in STEPS]
GREYS = [(8 + 10 * step,) * 3 for step in range(24)]


def nearest(value):
    return min(range(6), key=lambda at: abs(STEPS[at] - value))


def grid():
    table = {}
    for red in range(0, 256, 17):
        for green in range(0, 256, 17):
            for blue in range(0, 256, 17):
                table[red, green, blue] = 16 + 36 * NEAREST[red] + 6 * NEAREST[green] + NEAREST[blue]
    return table


NEAREST = [nearest(value) for value in range(256)]
GRID = grid()


class Palette:
    def __init__(self, name, foreground, background):
        self.name = name
        self.foreground = foreground
        self.background = background

    @classmethod
    def named(cls, name):
        return cls("night", 255, 16) if name == "night" else cls("day", 16, 231)
