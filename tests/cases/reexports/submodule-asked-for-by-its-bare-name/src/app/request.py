LIMIT = 3


class Request:
    pass
