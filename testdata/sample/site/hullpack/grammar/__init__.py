"""All instructions."""

from hullpack.grammar import (
    add,
    arg,
    cmd,
    copy,
    entrypoint,
    env,
    expose,
    healthcheck,
    label,
    mount,
    onbuild,
    run,
    shell,
    stopsignal,
    user,
    volume,
    workdir,
)
