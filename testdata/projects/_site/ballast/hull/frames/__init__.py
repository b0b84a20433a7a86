from ballast.hull.frames.ribs import COUNT
