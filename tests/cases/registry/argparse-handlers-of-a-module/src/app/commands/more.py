import framely

N = len(framely.Frame([1, 2]))


async def run(args):
    return N


def steps(args):
    yield from framely.read(args.rows).rows
