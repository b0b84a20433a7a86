//! Settings in the manner of ini files, as Python's configparser reads them: sections, `key = value`, values over several lines.
use std::collections::BTreeMap;
use std::path::Path;

use toml::{Table, Value};

/// The keys and values of one section; lists are texts with commas.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Section(pub BTreeMap<String, String>);

impl Section {
    /// A value.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    /// The same settings, written as TOML.
    pub fn from_toml(table: &Table) -> Self {
        let text = |value: &Value| match value {
            Value::String(text) => text.clone(),
            Value::Array(values) => {
                let parts: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
                parts.join(",")
            }
            other => other.to_string(),
        };
        Section(table.iter().map(|(key, value)| (key.clone(), text(value))).collect())
    }
}

/// The first of the sections in the first of the files that has one, in the nearest folder at or above `start`.
pub(super) fn find(start: &Path, files: &[&str], sections: &[&str]) -> Option<Section> {
    start.ancestors().find_map(|folder| in_folder(folder, files, sections))
}

/// The same in one folder.
pub(super) fn in_folder(folder: &Path, files: &[&str], sections: &[&str]) -> Option<Section> {
    files.iter().find_map(|file| {
        let text = std::fs::read_to_string(folder.join(file)).ok()?;
        sections.iter().find_map(|name| section(&text, name))
    })
}

/// A section of a text.
pub(super) fn section(text: &str, name: &str) -> Option<Section> {
    let mut lines = text.lines().skip_while(|line| line.trim() != format!("[{name}]"));
    lines.next()?;
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let mut last: Option<String> = None;
    for line in lines.take_while(|line| !line.starts_with('[')) {
        let content = line.trim();
        if content.is_empty() || content.starts_with(['#', ';']) {
            continue;
        }
        if line.starts_with([' ', '\t'])
            && let Some(value) = last.as_ref().and_then(|key| found.get_mut(key))
        {
            value.push('\n');
            value.push_str(content);
        } else if let Some((key, value)) = content.split_once(['=', ':']) {
            let key = key.trim().to_lowercase();
            found.insert(key.clone(), value.trim().to_owned());
            last = Some(key);
        }
    }
    Some(Section(found))
}

/// The words of a list, between commas or line ends.
pub(super) fn words(text: &str) -> Vec<String> {
    text.split([',', '\n'])
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_read_as_configparser_reads_them() {
        let text = "[a]\nx = 1\n[b]\n# no\nKey: one\nlist =\n  two\n  three, four\n\n[c]\nx = 2\n";
        let found = section(text, "b").unwrap();
        assert_eq!(found.get("key"), Some("one"));
        assert_eq!(words(found.get("list").unwrap()), ["two", "three", "four"]);
        assert_eq!(found.0.len(), 2);
        assert_eq!(section(text, "d"), None);
    }
}
