from app.sales import Sales
from app.shop import open_shop as opened

__all__ = ["Sales", "opened"]
