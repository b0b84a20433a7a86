import client
from app import instrument, plain


def main():
    print(client.make().get())


def more():
    return instrument.is_on(), plain.traced()
