import contextvars

from app.steer import course

print(contextvars.copy_context().run(course), course())
