class Session:
    pass


_session = None


def __getattr__(name):
    global _session
    if name == "session":
        if _session is None:
            _session = Session()
        return _session
    raise AttributeError(name)
