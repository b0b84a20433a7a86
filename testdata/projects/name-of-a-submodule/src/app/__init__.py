from app.impl import hull
