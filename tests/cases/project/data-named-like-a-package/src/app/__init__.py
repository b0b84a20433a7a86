from app.images import names
