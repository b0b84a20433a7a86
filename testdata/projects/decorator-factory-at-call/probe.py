from app.tasks import run

print(run(1), run.__name__)
