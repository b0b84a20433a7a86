from app import images


class Session:
    def patch(self, address):
        return "patched " + address


def answer(mock_session, address):
    return mock_session.patch(address), images.names()
