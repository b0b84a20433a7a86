from app.tasks import run

print(run(), run.label)
