from app.images import connect
def size():
    return connect()
