import ballast


class Job:
    def __init__(self, weight):
        self.weight = weight

    def __call__(self):
        return ballast.Keel(ballast.weigh(self.weight, 1))


def run(job):
    return job()
