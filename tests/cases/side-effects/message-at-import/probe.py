import contextlib
import io

error = io.StringIO()
with contextlib.redirect_stderr(error):
    from app import main

    main.use()
print(error.getvalue())
