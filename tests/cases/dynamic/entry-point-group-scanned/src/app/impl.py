import hv


class CsvReader(hv.Frame):
    plugin = True
