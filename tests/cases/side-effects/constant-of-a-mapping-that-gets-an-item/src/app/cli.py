from app import conf
from app.server import serve


def main():
    conf.ROUTES["q"] = 5
    del conf.ROUTES["a"]
    print(serve())
