//! The documentation says what is true: its links lead somewhere, its settings are settings, its commands are commands, its
//! programs run, and what they print is what stands there.
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::python::python;
use crate::support::run::run;
use crate::support::{dormant, repository, skip};

/// A block between fences, or an indented one.
struct Block {
    page: String,
    line: usize,
    language: String,
    title: Option<String>,
    text: String,
}

/// The pages that people read: their paths in the repository, and their texts.
fn pages() -> Vec<(String, String)> {
    let mut found: Vec<PathBuf> = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"]
        .map(PathBuf::from)
        .to_vec();
    let mut folders = vec![PathBuf::from("docs")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(repository().join(&folder))
            .expect("a folder of docs")
            .flatten()
        {
            let path = folder.join(entry.file_name());
            match entry.path().is_dir() {
                true => folders.push(path),
                false if path.extension().is_some_and(|end| end == "md") => found.push(path),
                false => {}
            }
        }
    }
    found.sort();
    let text = |path: &PathBuf| std::fs::read_to_string(repository().join(path)).expect("a page");
    found
        .iter()
        .map(|path| (path.display().to_string(), text(path)))
        .collect()
}

fn blocks(page: &str, text: &str) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let mut is_open = false;
    for (at, line) in text.lines().enumerate() {
        let new = |language: &str, title: Option<&str>| Block {
            page: page.to_owned(),
            line: at + 1,
            language: language.to_owned(),
            title: title.map(str::to_owned),
            text: String::new(),
        };
        if let Some(rest) = line.strip_prefix("```") {
            is_open = !is_open;
            if is_open {
                let (language, title) = rest.split_once(" title=\"").unwrap_or((rest, ""));
                found.push(new(language, title.strip_suffix('"')));
            }
        } else if let Some(block) = found.last_mut().filter(|_| is_open) {
            block.text += line;
            block.text.push('\n');
        } else if let Some(code) = line.strip_prefix("    ") {
            found.push(new("sh", None));
            found.last_mut().expect("the new block").text = format!("{code}\n");
        }
    }
    found
}

fn all_blocks() -> Vec<Block> {
    pages().iter().flat_map(|(page, text)| blocks(page, text)).collect()
}

/// The text of a page without its code.
fn prose(text: &str) -> String {
    let mut is_open = false;
    let outside = |line: &&str| {
        let is_fence = line.starts_with("```");
        is_open ^= is_fence;
        !is_fence && !is_open
    };
    text.lines().filter(outside).collect::<Vec<_>>().join("\n")
}

/// The anchor of a heading, as sites make it.
fn anchor(heading: &str) -> String {
    let kept = heading
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.collect::<String>().trim().to_lowercase().replace(' ', "-")
}

#[test]
fn links_lead_somewhere() {
    let mut wrong = Vec::new();
    for (page, text) in pages() {
        let folder = repository()
            .join(&page)
            .parent()
            .map(Path::to_path_buf)
            .unwrap_or_default();
        for link in prose(&text)
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            let (file, place) = link.split_once('#').unwrap_or((link, ""));
            let path = if file.is_empty() {
                repository().join(&page)
            } else {
                folder.join(file)
            };
            if !path.exists() {
                wrong.push(format!("{page}: {link}"));
                continue;
            }
            if path.extension().is_some_and(|end| end == "md") && !place.is_empty() {
                let target = std::fs::read_to_string(&path).unwrap_or_default();
                let has = prose(&target)
                    .lines()
                    .any(|line| line.starts_with('#') && anchor(line.trim_start_matches('#')) == place);
                if !has {
                    wrong.push(format!("{page}: {link}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_page_is_reached_from_the_site() {
    let site = std::fs::read_to_string(repository().join("site/zensical.toml")).expect("the site");
    let table: toml::Table = site.parse().expect("TOML");
    let mut named = BTreeSet::new();
    let mut values = vec![table["project"]["nav"].clone()];
    while let Some(value) = values.pop() {
        match value {
            toml::Value::String(path) => drop(named.insert(path)),
            toml::Value::Array(items) => values.extend(items),
            toml::Value::Table(items) => values.extend(items.into_iter().map(|(_, item)| item)),
            _ => {}
        }
    }
    let of_lists = |page: &str| page.starts_with("docs/reasons/") || page.starts_with("docs/strategies/");
    let missing: Vec<String> = pages()
        .into_iter()
        .map(|(page, _)| page)
        .filter(|page| page.starts_with("docs/") && !of_lists(page))
        .filter(|page| !named.contains(&page["docs/".len()..]))
        .collect();
    assert!(missing.is_empty(), "in no menu of site/zensical.toml: {missing:?}");
}

#[test]
fn settings_in_the_documentation_are_settings() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut count = 0;
    for block in all_blocks()
        .iter()
        .filter(|block| block.language == "toml" && block.title.is_none())
    {
        let place = format!("{}:{}", block.page, block.line);
        let table: toml::Table = block.text.parse().unwrap_or_else(|error| panic!("{place}: {error}"));
        if table.get("tool").is_none_or(|tool| tool.get("dormant").is_none()) {
            continue;
        }
        // The files that an example names are the reader's.
        let text: String = block
            .text
            .lines()
            .filter(|line| !line.starts_with("rules ="))
            .collect::<Vec<_>>()
            .join("\n");
        std::fs::write(folder.path().join("pyproject.toml"), text).expect("a file");
        let done = run(dormant(folder.path()).arg("settings"));
        assert_eq!(done.status, 0, "{place}: {}", done.all());
        count += 1;
    }
    assert!(count > 8, "only {count} blocks");
}

#[test]
fn commands_in_the_documentation_are_commands() {
    let mut count = 0;
    let mut wrong = Vec::new();
    for block in all_blocks()
        .iter()
        .filter(|block| matches!(block.language.as_str(), "sh" | "console" | "yaml"))
    {
        for line in block.text.lines() {
            let line = line.trim_start_matches(['$', ' ', '-']);
            let line = line.strip_prefix("run: ").unwrap_or(line);
            let Some(line) = line.strip_prefix("dormant ") else {
                continue;
            };
            // What the shell does with it is not its own.
            let line = line
                .split([';', '|', '>'])
                .next()
                .unwrap_or_default()
                .split(" #")
                .next()
                .unwrap_or_default();
            let line = line.split("  ").next().unwrap_or_default();
            let words = shlex::split(line).unwrap_or_default();
            let words = std::iter::once("dormant".to_owned())
                .chain(words)
                .map(std::ffi::OsString::from);
            let is_help = |error: &clap::Error| error.exit_code() == 0;
            match dormant::cli::parse(words) {
                Err(error) if !is_help(&error) => wrong.push(format!("{}:{}: {line}: {error}", block.page, block.line)),
                _ => count += 1,
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 25, "only {count} commands");
}

/// The programs of the pages, written and run as their readers would: each titled block is a file, each line after `$` a
/// command, and what follows is what it prints, with `...` for what depends on the machine.
#[cfg(unix)]
#[test]
fn programs_in_the_documentation_run() {
    let Some(python) = python() else {
        return skip("the documentation", "no Python");
    };
    let mut count = 0;
    for (page, text) in pages() {
        let folder = tempfile::tempdir().expect("a folder");
        for block in blocks(&page, &text) {
            if let Some(title) = &block.title {
                let path = folder.path().join(title);
                std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
                std::fs::write(path, &block.text).expect("a file");
            } else if block.language == "console" {
                for asked in block.text.split("$ ").skip(1) {
                    let (line, expected) = asked.split_once('\n').unwrap_or((asked, ""));
                    let shown = answer(folder.path(), line, &python.path);
                    let place = format!("{}:{}: {line}", block.page, block.line);
                    assert!(
                        is_like(&shown, expected),
                        "{place}\nexpected:\n{expected}\nis:\n{shown}"
                    );
                    count += 1;
                }
            }
        }
    }
    assert!(count > 10, "only {count} commands");
}

/// What is not run is at least what it says it is. The pages of reasons and strategies are tests of their own.
#[test]
fn code_in_the_documentation_is_code() {
    let is_shown = |block: &&Block| {
        let of_lists = block.page.starts_with("docs/reasons/") || block.page.starts_with("docs/strategies/");
        !of_lists && matches!(block.language.as_str(), "python" | "json")
    };
    let blocks = all_blocks();
    let shown: Vec<&Block> = blocks.iter().filter(is_shown).collect();
    assert!(shown.len() > 8, "only {} blocks", shown.len());
    for block in shown {
        let place = format!("{}:{}", block.page, block.line);
        let folder = tempfile::tempdir().expect("a folder");
        if block.language == "json" {
            let read: Result<serde_json::Value, _> = serde_json::from_str(&block.text);
            assert!(read.is_ok(), "{place}: {read:?}");
            continue;
        }
        std::fs::write(folder.path().join("shown.py"), &block.text).expect("a file");
        // It is parsed, and that is all: there is nothing that it could lead to.
        let done = run(dormant(folder.path()).args(["check", "--heavy", "*", "."]));
        assert!(done.status < 2, "{place}: {}", done.all());
    }
}

/// What a command prints in a folder, with the built binary and the Python of the tests on the path.
fn answer(folder: &Path, line: &str, python: &Path) -> String {
    let binary = Path::new(env!("CARGO_BIN_EXE_dormant"))
        .parent()
        .unwrap_or(Path::new("/"));
    // `python` is that of the tests, whatever it is called.
    let aside = folder
        .parent()
        .unwrap_or(folder)
        .join(format!("bin-{}", std::process::id()));
    std::fs::create_dir_all(&aside).expect("a folder");
    let link = aside.join("python");
    if !link.exists() {
        let script = format!("#!/bin/sh\nexec {} \"$@\"\n", python.display());
        std::fs::write(&link, script).expect("a file");
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&link, std::fs::Permissions::from_mode(0o755)).expect("a mode");
    }
    let own = python.parent().unwrap_or(Path::new("/"));
    let mut path = vec![binary.to_path_buf(), own.to_path_buf(), aside];
    path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    let mut command = Command::new("/bin/sh");
    command
        .args(["-c", &format!("{line} 2>&1")])
        .current_dir(folder)
        .env("PATH", std::env::join_paths(path).expect("a path"))
        .env_remove("VIRTUAL_ENV")
        .env_remove("PYTHONPATH");
    run(&mut command).stdout
}

/// Whether a text is as expected, where `...` stands for anything.
fn is_like(text: &str, expected: &str) -> bool {
    let (mut parts, mut rest) = (expected.trim().split("...").peekable(), text.trim());
    let Some(first) = parts.next() else { return true };
    let Some(after) = rest.strip_prefix(first) else {
        return false;
    };
    rest = after;
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.is_empty()
}

#[test]
fn dots_stand_for_anything() {
    assert!(is_like("a 12 ms\nb", "a ... ms\nb\n"));
    assert!(is_like("a\nb\nc", "a\n...\nc") && is_like("x", "...") && is_like("", ""));
    assert!(!is_like("a 12 ms", "a ... s\nb") && !is_like("ab", "a") && !is_like("b", "...a"));
}

#[test]
fn files_that_the_architecture_names_exist() {
    let text = std::fs::read_to_string(repository().join("ARCHITECTURE.md")).expect("the page");
    let mut missing = Vec::new();
    let text = prose(&text);
    for name in text.split('`').skip(1).step_by(2) {
        let is_path = name.contains('/') && !name.contains([' ', '*', ':']) && !name.contains("CODE");
        let exists = |base: &str| {
            let path = repository().join(base).join(name);
            path.exists() || path.with_extension("rs").exists()
        };
        if is_path && !exists("") && !exists("src") {
            missing.push(name);
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}
