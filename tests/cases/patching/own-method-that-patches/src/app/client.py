from app.net import send


def notify(text):
    return send(text)


def main():
    print(notify("1,2"))
