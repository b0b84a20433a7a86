NAME = "ann"
