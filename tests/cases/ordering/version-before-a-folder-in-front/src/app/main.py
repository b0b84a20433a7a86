import sys

import listing
import one


def put(folder):
    sys.path.insert(0, folder)
    return one.VERSION, listing.FOUND
