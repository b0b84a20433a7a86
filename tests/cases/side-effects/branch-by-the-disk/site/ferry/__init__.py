from ferry import screen
