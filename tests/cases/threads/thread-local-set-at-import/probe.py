import app

print(app.in_a_thread(), app.plain_size())
