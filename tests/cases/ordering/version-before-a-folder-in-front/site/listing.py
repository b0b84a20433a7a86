from importlib.metadata import distributions

FOUND = sorted(found.metadata["Name"] for found in distributions() if found.metadata["Name"] == "plugin-of-app")
