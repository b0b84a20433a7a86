import framely

MODE = "fast" if framely.settings.fast else "slow"
