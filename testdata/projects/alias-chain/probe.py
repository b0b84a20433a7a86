from app import frames

print(frames.count(), frames.deep(2), frames.guard(3), frames.guard(9))
