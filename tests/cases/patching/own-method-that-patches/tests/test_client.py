import app.client
from tests.base import Base


class Case(Base):
    def run(self):
        self.swap(app.client, "send", lambda text: "fake")
        return app.client.notify("1,2")
