VALUE = "brassware"
