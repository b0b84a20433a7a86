import hv


class Model(hv.Frame):
    pass
