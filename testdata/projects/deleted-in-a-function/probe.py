from app import branch

print(branch.deleted(), branch.on_one_branch(False), branch.on_one_branch(True), branch.captured([1]), branch.real())
