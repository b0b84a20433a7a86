VALUE = "aviary"
