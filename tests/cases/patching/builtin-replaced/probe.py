from app import images

print(images.length(), images.depth())
