class Screen:
    name = "this"
