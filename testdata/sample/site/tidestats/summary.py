"""Mean and quantiles."""


class Summary:
    def __init__(self, values):
        ordered = sorted(values)
        self.mean = sum(ordered) / len(ordered)
        self.median = quantile(ordered, 0.5)
        self.p90 = quantile(ordered, 0.9)


def quantile(ordered, share):
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def summarise(values):
    return Summary(values)
