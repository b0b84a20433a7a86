VALUE = "framely"
