from app import images

print(images.third(), images.rate())
