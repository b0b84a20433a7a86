import contextlib

import ballast


async def values():
    for value in range(3):
        yield ballast.weigh(value, 1)


async def doubled():
    return [ballast.Keel(value).double() async for value in values() if ballast.check(value)]


async def total():
    return {value: await one(value) for value in (1, 2)}


async def one(value):
    return (lambda: ballast.weigh(value, value))()


@contextlib.asynccontextmanager
async def moored(weight):
    keel = ballast.Keel(weight)
    try:
        yield keel
    finally:
        keel.weight = 0


def delegated():
    got = yield from (ballast.weigh(value) for value in (1, 2))
    return got
