"""Where the program is that was installed with this package."""

from __future__ import annotations

import os
import sys
import sysconfig

NAME = "dormant" + (sysconfig.get_config_var("EXE") or "")


def _folders():
    """The folders in which an installer may have put it, the likeliest first."""
    yield sysconfig.get_path("scripts")
    # An environment made by another one: its own scripts are the base's.
    yield sysconfig.get_path("scripts", vars={"base": sys.base_prefix})
    # `pip install --user`
    user = "nt_user" if os.name == "nt" else "osx_framework_user" if sys.platform == "darwin" and getattr(sys, "_framework", "") else "posix_user"
    yield sysconfig.get_path("scripts", scheme=user)
    # `pip install --target FOLDER` and `--prefix FOLDER`
    package = os.path.dirname(os.path.abspath(__file__))
    site = os.path.dirname(package)
    yield os.path.join(site, "bin")
    yield os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(site))), "bin")
    # The environment in which an installer builds: its folder of scripts is first on the path.
    for entry in os.environ.get("PATH", "").split(os.pathsep):
        parts = os.path.split(entry)
        if parts[1] in ("bin", "Scripts") and "pip-build-env-" in entry:
            yield entry


def find_binary() -> str:
    """The path of the program; raises FileNotFoundError, with the folders that were looked at, where there is none."""
    looked = []
    for folder in _folders():
        path = os.path.join(folder, NAME)
        if os.path.isfile(path):
            return path
        looked.append(folder)
    raise FileNotFoundError(f"no {NAME} in any of: {', '.join(dict.fromkeys(looked))}; install dormant again")
