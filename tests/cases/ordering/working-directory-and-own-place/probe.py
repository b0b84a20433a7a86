import tempfile
from app import main
with tempfile.TemporaryDirectory() as folder:
    print(main.main(folder))
    main.os.chdir("/")
