"""Makes the sources of the site: the pages in docs/, and pages that dormant itself tells: commands, settings, reasons, strategies.

    python3 site/build.py DORMANT FOLDER

Needs only Python's own library. What the site has that docs/ has not is written here, from the program's own answers.
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def main(dormant, folder):
    shutil.rmtree(folder, ignore_errors=True)
    docs = folder / "docs"
    shutil.copytree(ROOT / "docs", docs)
    shutil.copy(ROOT / "site" / "zensical.toml", folder)

    def ask(*words):
        return subprocess.run([dormant, *words], check=True, capture_output=True, text=True).stdout

    lists = listed(ask("rules"))
    for name, title, headings in [
        ("strategies", "Strategies", ["Ways to defer an import"]),
        ("reasons", "Reasons", [heading for heading in lists if heading != "Ways to defer an import"]),
    ]:
        index = f"# {title}\n"
        for heading in headings:
            index += f"\n## {heading}\n\n| code | meaning |\n|---|---|\n"
            for code, meaning in lists[heading]:
                index += f"| [{code}]({code}.md) | {meaning} |\n"
                explained = ask("rule", code)
                page = docs / name / f"{code}.md"
                page.write_text(page.read_text().rstrip() + "\n" + of_lazy_imports(explained))
        (docs / name / "index.md").write_text(index)
    (docs / "settings.md").write_text(settings(json.loads(ask("schema"))))
    (docs / "commands.md").write_text(commands(ask))
    schemas = sorted(path.name for path in (docs / "schemas").glob("*.json"))
    rows = "".join(f"- [{name}]({name})\n" for name in schemas)
    (docs / "schemas" / "index.md").write_text(
        f"# Schemas\n\nThe JSON of each command, as `dormant schema --output COMMAND` prints it.\n\n{rows}"
    )
    # In the repository a folder is a page.
    for page in docs.rglob("*.md"):
        text = re.sub(r"\]\(((?:\.\./)*(?:schemas|reasons|strategies))/\)", r"](\1/index.md)", page.read_text())
        page.write_text(text)


def listed(text):
    """Headings of `dormant rules`, each with codes and meanings."""
    found = {}
    for line in text.splitlines():
        if line.endswith(":") and not line.startswith(" "):
            heading = line[:-1]
            found[heading] = []
        elif line.strip():
            code, meaning = line.split(None, 1)
            found[heading].append((code, meaning.replace("|", "\\|")))
    return found


def of_lazy_imports(explained):
    last = explained.rstrip().splitlines()[-1]
    return f"\n## On Python 3.15\n\n{last.split(': ', 1)[1]}\n" if last.startswith("On Python 3.15") else ""


def settings(schema):
    text = (
        "# All settings\n\nUnder `[tool.dormant]` in pyproject.toml, or in dormant.toml. "
        "[Configuration](configuration.md) says how they go together.\n"
    )
    for key, value in sorted(schema["properties"].items()):
        about = " ".join(value.get("description", "").split())
        text += f"\n## {key}\n\n{about}\n\nTakes {kind(value, schema)}.\n"
    return text


def kind(value, schema):
    """What a setting takes, in words."""
    if "$ref" in value:
        return kind(schema["$defs"][value["$ref"].rsplit("/", 1)[1]], schema)
    for key in ("anyOf", "oneOf"):
        if key in value:
            kinds = [kind(one, schema) for one in value[key] if one.get("type") != "null"]
            return " or ".join(dict.fromkeys(kinds))
    if "enum" in value:
        return " or ".join(f'`"{one}"`' for one in value["enum"] if one is not None)
    if "const" in value:
        return f'`"{value["const"]}"`'
    types = value.get("type", "string")
    types = [types] if isinstance(types, str) else [one for one in types if one != "null"]
    words = {
        "string": "a string",
        "integer": "a number",
        "number": "a number",
        "boolean": "`true` or `false`",
        "object": "a table",
    }
    if types == ["array"]:
        return "a list of " + kind(value.get("items", {}), schema).replace("a string", "strings").replace("a table", "tables")
    return " or ".join(words[one] for one in types)


def commands(ask):
    text = "# All commands\n"
    whole = ask("--help")
    names = re.findall(r"^  ([a-z]+)  ", whole.split("Commands:")[1].split("\n\n")[0], re.M)
    for name in [name for name in names if name != "help"]:
        text += f"\n## {name}\n\n```text\n{ask(name, '--help').rstrip()}\n```\n"
    return text


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve())
