from app import top

print(top.SIDES, top.left.make(), top.right.make(), type(top.left.make()) is type(top.right.make()))
