import threading

import asks
import number
import owner
import shared
import store


def look():
    try:
        found = store.CONNECTION.execute("select 1").fetchone()
    except Exception as error:
        found = type(error).__name__
    here = owner.THREAD is threading.current_thread(), number.IDENT == threading.get_ident()
    print(*here, found, shared.CONNECTION.execute("select 2").fetchone(), asks.here() > 0)


def run():
    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
