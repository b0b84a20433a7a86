VALUE = "cartography"
