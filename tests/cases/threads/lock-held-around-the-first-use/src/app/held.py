from app.locks import settings

SETTINGS = settings()
