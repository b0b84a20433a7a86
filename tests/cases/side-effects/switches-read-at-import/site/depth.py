import sys

DEPTH = sys.get_coroutine_origin_tracking_depth()
