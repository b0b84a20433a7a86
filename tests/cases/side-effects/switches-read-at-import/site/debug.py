import asyncio

LOOP = asyncio.new_event_loop()
ON = LOOP.get_debug()
LOOP.close()
