import dockyard


class Picture(dockyard.Image):
    """Lives where it stands."""
