from app.locks import settings

FREE = settings()
