import multiprocessing

import asks
import counts
import marks
import runs


def ident(_):
    return runs.ID, marks.PID


def here():
    return ident(0)


def workers():
    with multiprocessing.get_context("fork").Pool(2) as pool:
        return pool.map(ident, range(4), chunksize=1)


def rest():
    return asks.parent() > 0, counts.CORES > 0
