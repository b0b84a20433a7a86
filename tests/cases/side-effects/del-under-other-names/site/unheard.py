VALUE = "unheard"
