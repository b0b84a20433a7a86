def make_way(for_children=True):
    """Takes this file out of everything, and loads the `sitecustomize` that it stands before; gives what that raised. What this process
    starts still meets it where it is not to make way `for_children`.
    """
    folder = os.path.dirname(__file__)
    sys.path[:] = [entry for entry in sys.path if entry != folder]
    sys.path_importer_cache.pop(folder, None)
    if for_children:
        before = os.environ.pop("DORMANT_PYTHONPATH", None)
        if before is None:
            os.environ.pop("PYTHONPATH", None)
        else:
            os.environ["PYTHONPATH"] = before
    del sys.modules["sitecustomize"]
    try:
        import sitecustomize
    except Exception as error:
        return error


