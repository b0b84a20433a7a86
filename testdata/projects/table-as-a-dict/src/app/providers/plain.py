label = "plain"


class PlainProvider:
    label = "plain"
