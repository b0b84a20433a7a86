//! Whose a module is, and its path without what is particular to this machine.
use std::path::{Path, PathBuf};

use super::model::Kind;
use super::record::Recorded;
use crate::project::standard::is_standard;

/// The folders that modules lie in.
pub(super) struct Places {
    /// Of first-party code; each as given and without links.
    roots: Vec<PathBuf>,
    stdlib: PathBuf,
    prefixes: Vec<PathBuf>,
    path: Vec<PathBuf>,
    folder: PathBuf,
    first_party: Option<Vec<String>>,
}

impl Places {
    /// `folder` is where the command ran: what `python x.py` names counts from there.
    pub fn new(recorded: &Recorded, roots: &[PathBuf], folder: &Path, first_party: Option<&[String]>) -> Places {
        let linked = |path: &PathBuf| [path.clone(), path.canonicalize().unwrap_or_else(|_| path.clone())];
        let mut places = Places {
            roots: roots.iter().flat_map(linked).collect(),
            stdlib: PathBuf::from(&recorded.python.4),
            prefixes: [&recorded.python.2, &recorded.python.3].map(PathBuf::from).to_vec(),
            path: recorded.path.iter().map(PathBuf::from).collect(),
            folder: folder.to_owned(),
            first_party: first_party.map(<[String]>::to_vec),
        };
        if places.first_party.is_none() && !places.has_own_code(recorded) {
            places.first_party = entry(recorded).map(|name| vec![name]);
        }
        places
    }

    /// Whether anything that ran lies in the project.
    fn has_own_code(&self, recorded: &Recorded) -> bool {
        let modules = recorded.modules.iter().filter_map(|module| module.file.as_deref());
        let mains = recorded
            .events
            .iter()
            .filter(|event| event.importer.as_deref() == Some("__main__"));
        let mut files = modules.chain(mains.map(|event| event.file.as_str()));
        files.any(|file| self.classify("", Some(file)).1 == Kind::FirstParty)
    }

    /// The path to show, and whose the module is.
    pub fn classify(&self, name: &str, file: Option<&str>) -> (Option<String>, Kind) {
        let (file, kind) = self.by_file(name, file);
        match &self.first_party {
            Some(names) if names.iter().any(|own| is_below(name, own)) => (file, Kind::FirstParty),
            Some(_) if kind == Kind::FirstParty => (file, Kind::ThirdParty),
            _ => (file, kind),
        }
    }

    fn by_file(&self, name: &str, file: Option<&str>) -> (Option<String>, Kind) {
        let of_name = if is_standard(name.split('.').next().unwrap_or_default()) {
            Kind::Standard
        } else {
            Kind::ThirdParty
        };
        let Some(file) = file.filter(|file| !file.starts_with('<') && (file.contains('/') || file.contains('.')))
        else {
            return (None, of_name);
        };
        let path: PathBuf = self.folder.join(file).components().collect();
        let below = |folder: &Path| path.strip_prefix(folder).ok().map(shown);
        let installed = path
            .ancestors()
            .find(|folder| folder.ends_with("site-packages") || folder.ends_with("dist-packages"));
        if let Some(folder) = installed {
            return (below(folder), Kind::ThirdParty);
        }
        if let Some(file) = below(&self.stdlib) {
            return (Some(file), Kind::Standard);
        }
        // An environment may lie in the project; its scripts are not the project's.
        if let Some(file) = self
            .prefixes
            .iter()
            .find_map(|prefix| below(prefix))
            .filter(|_| !self.is_own_prefix())
        {
            return (Some(file), Kind::ThirdParty);
        }
        if let Some(file) = self.roots.iter().find_map(|root| below(root)) {
            return (Some(file), Kind::FirstParty);
        }
        let relative = self
            .path
            .iter()
            .filter(|entry| entry.is_absolute())
            .find_map(|entry| below(entry));
        match relative {
            Some(file) if of_name == Kind::Standard => (Some(file), Kind::Standard),
            _ => (Some(shown(&path)), of_name),
        }
    }

    /// Whether the project lies in the prefix itself, as in `/usr`: then that says nothing.
    fn is_own_prefix(&self) -> bool {
        self.roots
            .iter()
            .any(|root| self.prefixes.iter().any(|prefix| root.starts_with(prefix)))
    }
}

/// The package that the program starts in: of the first module that the program imports and that is not Python's own.
fn entry(recorded: &Recorded) -> Option<String> {
    let top = |name: &str| name.split('.').next().unwrap_or_default().to_owned();
    let of_main = recorded
        .events
        .iter()
        .filter(|event| event.importer.as_deref() == Some("__main__"));
    let mut names = of_main.map(|event| top(&event.target)).chain(
        recorded
            .modules
            .iter()
            .filter(|module| module.parent.is_none())
            .map(|module| top(&module.name)),
    );
    names.find(|name| !name.is_empty() && !is_standard(name))
}

/// Whether `name` is `package` or below it.
fn is_below(name: &str, package: &str) -> bool {
    name.strip_prefix(package)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::super::record::parse;
    use super::*;

    fn places(first_party: Option<&[String]>) -> Places {
        let recorded = parse(concat!(
            "[\"python\",\"3.12.1\",\"cpython\",\"/work/app/.venv\",\"/usr\",\"/usr/lib/python3.12\"]\n",
            "[\"path\",[\"/work/app/src\",\"/else\"]]\n",
            "[\"module\",\"app\",null,0,1,1,\"/work/app/src/app.py\",false]\n",
            "[\"event\",\"__main__\",\"/work/app/.venv/bin/app\",3,\"tool.cli\",[],null,null,false,[],1,1]\n",
        ));
        Places::new(
            &recorded.expect("a trace"),
            &[PathBuf::from("/work/app")],
            Path::new("/work/app"),
            first_party,
        )
    }

    #[test]
    fn folders_say_whose_a_module_is() {
        let places = places(None);
        let of = |name: &str, file: &str| {
            let (file, kind) = places.classify(name, Some(file));
            format!("{} {kind:?}", file.unwrap_or_default())
        };
        assert_eq!(of("app.x", "/work/app/src/app/x.py"), "src/app/x.py FirstParty");
        assert_eq!(of("__main__", "run.py"), "run.py FirstParty");
        assert_eq!(
            of("rich", "/work/app/.venv/lib/python3.12/site-packages/rich/a.py"),
            "rich/a.py ThirdParty"
        );
        assert_eq!(of("__main__", "/work/app/.venv/bin/app"), "bin/app ThirdParty");
        assert_eq!(
            of("json", "/usr/lib/python3.12/json/__init__.py"),
            "json/__init__.py Standard"
        );
        assert_eq!(of("other", "/elsewhere/other.py"), "/elsewhere/other.py ThirdParty");
        assert_eq!(of("time", "built-in"), " Standard");
        assert_eq!(of("x", "<string>"), " ThirdParty");
    }

    #[test]
    fn an_installed_program_is_its_own_first_party() {
        let recorded = parse("[\"event\",\"__main__\",\"/v/bin/tool\",3,\"tool.cli\",[],null,null,false,[],1,1]\n");
        let places = Places::new(
            &recorded.expect("a trace"),
            &[PathBuf::from("/work")],
            Path::new("/work"),
            None,
        );
        let kind = |name: &str| places.classify(name, Some("/v/lib/site-packages/x.py")).1;
        assert_eq!(
            (kind("tool.cli"), kind("toolbox")),
            (Kind::FirstParty, Kind::ThirdParty)
        );
    }

    #[test]
    fn names_given_are_the_only_first_party() {
        let places = places(Some(&["rich".to_owned()]));
        assert_eq!(
            places.classify("rich.table", Some("/v/site-packages/rich/table.py")).1,
            Kind::FirstParty
        );
        assert_eq!(places.classify("app", Some("/work/app/src/app.py")).1, Kind::ThirdParty);
    }
}
