from app.start import run

print(run())
