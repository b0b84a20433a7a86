import io

out = io.StringIO()
print("kept", file=out)
TEXT = out.getvalue()
