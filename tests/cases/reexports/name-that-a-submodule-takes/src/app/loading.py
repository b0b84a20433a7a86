def loading():
    import app.package.level

    return app.package.level.X
