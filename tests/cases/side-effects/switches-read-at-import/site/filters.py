import logging

COUNT = len(logging.getLogger("shore").filters)
