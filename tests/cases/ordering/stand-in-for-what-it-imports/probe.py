from app import images

print(images.name(), images.depth())
