from app.application import Application
from app.filters import is_open
