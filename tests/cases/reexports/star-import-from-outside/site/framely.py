class Frame:
    size = 3
