import asyncio

from app import stream


async def main():
    print(await stream.doubled(), await stream.total())
    async with stream.moored(4) as keel:
        print(keel)
    print(keel)


asyncio.run(main())
print(list(stream.delegated()))
