//! ruff's settings as ruff finds them: the nearest file upward, with the files that it extends, leniently.
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::read::{PYPROJECT, table};

/// The most configurations that ruff's `extend` is followed through.
const LONGEST_EXTENSION: usize = 8;

/// The files with settings of ruff that count in a folder: the nearest one, then those that it extends, one after the other.
pub(super) struct Ruff(Vec<RuffFile>);

impl Ruff {
    /// The settings that count in `start`; `None` where there are none.
    pub fn find(start: &Path) -> Option<Self> {
        let found = start.ancestors().find_map(|folder| {
            [".ruff.toml", "ruff.toml", PYPROJECT]
                .iter()
                .find_map(|name| RuffFile::read(&folder.join(name)))
        })?;
        let mut layers = vec![found];
        while let Some(base) = layers.last().and_then(RuffFile::extended)
            && layers.len() < LONGEST_EXTENSION
        {
            layers.push(base);
        }
        Some(Ruff(layers))
    }

    /// Which selector puts a rule into effect, and where it stands, in words.
    pub fn selects(&self, rule: &str) -> Option<String> {
        let (length, place) = self.strongest(rule, "select", "extend-select")?;
        let ignored = self
            .strongest(rule, "ignore", "extend-ignore")
            .is_some_and(|(ignored, _)| ignored >= length);
        (!ignored).then_some(place)
    }

    /// Whether a selector takes a rule out.
    pub fn ignores(&self, rule: &str) -> bool {
        self.strongest(rule, "ignore", "extend-ignore").is_some()
    }

    /// A setting by its path, such as `lint.isort.force-single-line`; the first file that has it wins. The old place of what is now
    /// below `lint` still counts.
    pub fn get(&self, path: &[&str]) -> Option<&Value> {
        let old = path.strip_prefix(&["lint"]);
        self.0
            .iter()
            .find_map(|file| walk(&file.settings, path).or_else(|| walk(&file.settings, old?)))
    }

    /// The file with the settings.
    pub fn file(&self) -> Option<&Path> {
        self.0.first().map(|file| file.path.as_path())
    }

    /// The patterns of files that are left out, of each file of settings with its folder. The first `exclude` hides the later ones; what
    /// ruff leaves out by itself is not among them. Only ruff is asked: black and mypy leave out what they dislike, which is Python all
    /// the same.
    pub fn left_out(&self) -> Vec<(PathBuf, Vec<String>)> {
        let patterns = |file: &RuffFile, key: &str| {
            let listed = file.settings.get(key)?.as_array()?;
            let texts = listed.iter().filter_map(Value::as_str).map(str::to_owned).collect();
            Some((file.path.parent()?.to_owned(), texts))
        };
        let hiding = self.0.iter().find_map(|file| patterns(file, "exclude"));
        let added = self.0.iter().filter_map(|file| patterns(file, "extend-exclude"));
        hiding.into_iter().chain(added).collect()
    }

    /// The longest selector covering the rule (the more precise one wins in ruff) and where it stands. The first layer that has
    /// the key itself hides the later ones; the extending keys of all layers add up.
    fn strongest(&self, rule: &str, key: &str, extending: &str) -> Option<(usize, String)> {
        let hiding = self.0.iter().find_map(|layer| layer.selectors(rule, key));
        let added = self.0.iter().filter_map(|layer| layer.selectors(rule, extending));
        let all = hiding.into_iter().chain(added).flatten();
        all.fold(None, |best, (length, place)| match best {
            Some((longest, _)) if longest >= length => best,
            _ => Some((length, place)),
        })
    }
}

fn walk<'a>(table: &'a Table, path: &[&str]) -> Option<&'a Value> {
    let (first, rest) = path.split_first()?;
    let value = table.get(*first)?;
    if rest.is_empty() {
        Some(value)
    } else {
        walk(value.as_table()?, rest)
    }
}

/// One file with settings of ruff.
struct RuffFile {
    path: PathBuf,
    settings: Table,
    prefix: &'static str,
}

impl RuffFile {
    /// The file, when it is there and has settings of ruff.
    fn read(path: &Path) -> Option<Self> {
        let file = table(path)?;
        let (settings, prefix) = if path.file_name().is_some_and(|name| name == PYPROJECT) {
            (file.get("tool")?.get("ruff")?.as_table()?.clone(), "tool.ruff")
        } else {
            (file, "")
        };
        Some(RuffFile {
            path: path.to_path_buf(),
            settings,
            prefix,
        })
    }

    /// The file that this one extends.
    fn extended(&self) -> Option<Self> {
        RuffFile::read(&self.path.parent()?.join(self.settings.get("extend")?.as_str()?))
    }

    /// The length of each selector under `key` that covers the rule, with its place in words; `None` without the key. The
    /// old place of the keys, outside `lint`, still counts in ruff.
    fn selectors(&self, rule: &str, key: &str) -> Option<Vec<(usize, String)>> {
        let in_lint = self
            .settings
            .get("lint")
            .and_then(|lint| lint.get(key))
            .map(|value| (value, "lint"));
        let (value, section) = in_lint.or_else(|| self.settings.get(key).map(|value| (value, "")))?;
        let section = [self.prefix, section]
            .iter()
            .filter(|part| !part.is_empty())
            .copied()
            .collect::<Vec<_>>()
            .join(".");
        let section = if section.is_empty() {
            String::new()
        } else {
            format!("[{section}] ")
        };
        // The names of pylint's families have two letters at least; isort's has one.
        let letters = rule.bytes().take_while(u8::is_ascii_alphabetic).count();
        let shortest = letters.min(2);
        let covering = value.as_array()?.iter().filter_map(|selector| {
            let selector = selector.as_str()?;
            let covers = selector == "ALL" || (selector.len() >= shortest && rule.starts_with(selector));
            let length = if selector == "ALL" { 0 } else { selector.len() };
            covers.then(|| {
                (
                    length,
                    format!("ruff's {section}{key} has \"{selector}\" in {}", self.path.display()),
                )
            })
        });
        Some(covering.collect())
    }
}
