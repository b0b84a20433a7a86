import app.tools


def dry_run():
    app.tools.weigh = lambda *values: -len(values)
