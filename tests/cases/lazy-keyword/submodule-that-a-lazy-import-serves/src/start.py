import app


def main():
    print(app.x.number(), app.sub.deep.SIZE, app.run())


if __name__ == "__main__":
    main()
