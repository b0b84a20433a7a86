import locale

TEXT = locale.format_string("%d", 12345, grouping=True)
