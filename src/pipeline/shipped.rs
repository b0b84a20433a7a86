//! Data files that lie beside the modules which name them, and that come with these: they are there, and what is in them is no more given
//! from outside than the code is.
use std::path::{Path, PathBuf};

use ignore::gitignore::Gitignore;

use crate::semantics::ModuleFacts;

/// What modules have the path of their own file by.
const OWN: &str = "__file__";

/// Longer texts name no file.
const LONGEST: usize = 100;

/// The files that a module in `folder` may name as lying beside it or in a folder there: the texts that say so, with the paths.
pub(super) fn named(facts: &ModuleFacts, folder: &Path) -> Vec<(String, PathBuf)> {
    let code = &facts.code;
    if !code.has_name(OWN) {
        return Vec::new();
    }
    let is_part = |part: &str| {
        let is_letter = |letter: char| letter.is_alphanumeric() || "_-.".contains(letter);
        !part.is_empty() && !part.starts_with('.') && part.chars().all(is_letter)
    };
    let is_path = |text: &&str| text.len() <= LONGEST && text.split('/').all(is_part);
    let texts: Vec<&str> = code.names.iter().map(|name| &**name).filter(is_path).collect();
    let (files, others): (Vec<&str>, Vec<&str>) = texts.into_iter().partition(|text| text.contains('.'));
    let files: Vec<&str> = files.into_iter().filter(|file| !file.ends_with(".py")).collect();
    if files.is_empty() {
        return Vec::new();
    }
    let folders = others.into_iter().filter(|name| folder.join(name).is_dir());
    let beside = folders.map(|name| format!("{name}/")).chain([String::new()]);
    beside
        .flat_map(|before| files.iter().map(move |file| format!("{before}{file}")))
        .map(|text| (text.clone(), folder.join(text)))
        .collect()
}

/// Whether a file is there and no `.gitignore` around it leaves it out: others who have the program have it.
pub(super) fn is_shipped(path: &Path) -> bool {
    path.is_file()
        && path.ancestors().skip(1).all(|folder| {
            let (patterns, _) = Gitignore::new(folder.join(".gitignore"));
            !patterns.matched_path_or_any_parents(path, false).is_ignore()
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Rules;
    use crate::semantics::analyse;

    #[test]
    fn files_that_a_module_names_beside_it() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::create_dir(folder.path().join("data")).expect("a folder");
        let names = |text: &str| -> Vec<String> {
            let facts = analyse(text, Rules::builtin()).expect("Python");
            named(&facts, folder.path()).into_iter().map(|(text, _)| text).collect()
        };
        let found = names(
            "import os\nA = open(os.path.join(os.path.dirname(__file__), 'data', 'a.json'))\nB = '.x', '/a.b', 'no.py'\n",
        );
        assert_eq!(found, ["data/a.json", "a.json"]);
        assert_eq!(names("A = open('a.json')\n"), [] as [&str; 0]);
    }

    #[test]
    fn what_is_left_out_is_not_shipped() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let inner = folder.path().join("app");
        std::fs::create_dir(&inner).expect("a folder");
        for file in ["a.json", "b.json"] {
            std::fs::write(inner.join(file), "{}").expect("a file");
        }
        std::fs::write(folder.path().join(".gitignore"), "b.json\n").expect("a file");
        let found = ["a.json", "b.json", "c.json"].map(|file| is_shipped(&inner.join(file)));
        assert_eq!(found, [true, false, false]);
    }
}
