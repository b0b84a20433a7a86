import multiprocessing

from app.work import Job, run

if __name__ == "__main__":
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        print(pool.map(run, [Job(1), Job(2)]))
