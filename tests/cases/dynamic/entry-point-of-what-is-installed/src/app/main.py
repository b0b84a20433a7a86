from importlib.metadata import entry_points


def main():
    for entry_point in entry_points(group="app.readers"):
        print(entry_point.name, entry_point.load()().read("1,2"))
