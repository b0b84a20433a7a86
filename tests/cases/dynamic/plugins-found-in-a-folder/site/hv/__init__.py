class Decoder:
    pass
