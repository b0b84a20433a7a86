from app.locks import OTHER

with OTHER:
    PLACE = "elsewhere"
