VALUE = "dockyard"
