from app.early import limit

LIMIT = limit()
