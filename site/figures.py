"""Makes the figures in docs/figures: pages of dormant about the sample program, seen by a headless browser, light and dark.

    python3 site/figures.py DORMANT [BROWSER [FOLDER]]

Needs Chromium, Python 3.12, and nothing of the network.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SIZE = {"profile": (1100, 700), "plan": (1000, 620), "before-after": (1000, 560)}


def main(dormant, browser, figures):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        before, after = folder / "before", folder / "after"
        for tree in (before, after):
            shutil.copytree(ROOT / "testdata" / "sample", tree)

        def ask(*words, where=before):
            env = {**os.environ, "VIRTUAL_ENV": ""}
            done = subprocess.run([dormant, *words], cwd=where, env=env, capture_output=True, text=True)
            if done.returncode:
                sys.exit(f"{' '.join(map(str, words))}: {done.stderr}")
            return done.stdout

        command = ["--", "python", "-m", "harbor", "--help"]
        ask("fix", where=after)
        pages = {
            "profile": ask("profile", "--output-format", "html", *command),
            "plan": ask("plan", "--output-format", "html", *command),
            "before-after": ask(
                "measure", "--before", before, "--after", after, "--runners", "python", "--output-format", "html", *command
            ),
        }
        figures.mkdir(exist_ok=True)
        for name, text in pages.items():
            page = folder / f"{name}.html"
            page.write_text(text)
            for look in ("light", "dark"):
                picture(browser, page, figures / f"{name}-{look}.png", look, SIZE[name], folder)


def picture(browser, page, target, look, size, folder):
    """What a browser shows of a page."""
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={size[0]},{size[1]}"]
    if look == "dark":
        # The browser's own wish, as a system in dark gives it.
        flags += ["--blink-settings=preferredColorScheme=0"]
    else:
        flags += ["--blink-settings=preferredColorScheme=1"]
    flags += [f"--user-data-dir={folder / 'browser'}", f"--screenshot={target}", page.as_uri()]
    subprocess.run([browser, *flags], check=True, capture_output=True, timeout=120)


if __name__ == "__main__":
    words = [*sys.argv[2:], *["chromium", ROOT / "docs" / "figures"][len(sys.argv) - 2 :]]
    main(pathlib.Path(sys.argv[1]).resolve(), words[0], pathlib.Path(words[1]))
