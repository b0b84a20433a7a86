from app.sales import Sales


def open_shop():
    return Sales().total()
