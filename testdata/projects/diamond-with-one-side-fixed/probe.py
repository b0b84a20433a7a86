from app import top

print(top.SIDES, top.right.make(), top.left.Left(3))
