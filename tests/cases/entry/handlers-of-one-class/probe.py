from app import shell

print(shell.other, shell.Shell.fifth.name)
