//! A project with a fix to judge: a behaviour case of `tests/cases` (`case.toml`), or a project of `testdata/projects`
//! (`project.toml`). The heavy packages that many have are in `_site` beside them. The fields below are those of both files.
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::python::Python;
use super::run::{Done, run};
use super::{repository, testdata, tree};

/// What must hold, as `project.toml` says it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Project {
    /// Its group and its folder, such as `guards/flag-from-try`.
    #[serde(skip)]
    pub name: String,
    /// Its folder in the repository.
    #[serde(skip)]
    pub folder: PathBuf,
    /// Folders with the packages of `requires`, installed.
    #[serde(skip)]
    pub packages: Vec<PathBuf>,
    /// What it is about, in one line.
    pub title: String,
    /// The numbers of the hazards that it is about.
    pub hazards: Vec<u32>,
    /// What the configuration calls heavy.
    pub heavy: Vec<String>,
    /// The `target-version`.
    pub target: String,
    /// The module whose import is judged; empty: none is.
    pub entry: String,
    /// Importing `entry` after the fix must not load these; before it, it must.
    pub deferred: Vec<String>,
    /// Importing `entry` must load these, before and after.
    pub kept: Vec<String>,
    /// Free: named for the reader, not judged.
    pub either: Vec<String>,
    /// The `src` of the configuration; empty: none is given.
    pub src: Vec<String>,
    /// The folders on the path of Python, if other than `src`.
    pub roots: Option<Vec<String>>,
    /// What is given to `dormant fix`, if other than `src`.
    pub paths: Option<Vec<String>>,
    /// More arguments to `dormant fix`.
    pub args: Vec<String>,
    /// More lines of the `[tool.dormant]` table.
    pub config: String,
    /// More tables of pyproject.toml, such as `[project.scripts]`.
    pub project: String,
    /// Real packages that it needs, such as `click==8.3.1`.
    pub requires: Vec<String>,
    /// Whether `deferred` and `kept` are loaded before the fix; where they are not, that is not asked.
    pub loaded_before: bool,
    /// The exit status of the probe before the fix.
    pub probe_exit: i32,
    /// Skipped under an older Python.
    pub min_python: String,
    /// The exit status of `dormant fix`.
    pub exit: i32,
    /// Whether no file may change.
    pub unchanged: bool,
    /// What the output of `dormant fix` must hold.
    pub mentions: Vec<String>,
}

impl Default for Project {
    fn default() -> Self {
        Project {
            name: String::new(),
            folder: PathBuf::new(),
            packages: Vec::new(),
            title: String::new(),
            hazards: Vec::new(),
            heavy: vec!["ballast".into()],
            target: "py312".into(),
            entry: String::new(),
            deferred: Vec::new(),
            kept: Vec::new(),
            either: Vec::new(),
            src: vec!["src".into()],
            roots: None,
            paths: None,
            args: Vec::new(),
            config: String::new(),
            project: String::new(),
            requires: Vec::new(),
            loaded_before: true,
            probe_exit: 0,
            min_python: "3.9".into(),
            exit: 0,
            unchanged: false,
            mentions: Vec::new(),
        }
    }
}

/// What fixes a project: the binary, or a stand-in for it in the tests of the judge.
pub type Fixer<'a> = &'a (dyn Fn(&Path, &Project) -> Done + Sync);

impl Project {
    /// All cases and projects, sorted by name.
    pub fn all() -> Result<Vec<Project>, String> {
        let mut all = Vec::new();
        let cases = repository().join("tests/cases");
        for group in folders(&cases)? {
            for folder in folders(&group)? {
                all.push(Project::load(&cases, &folder, "case.toml")?);
            }
        }
        for folder in folders(&testdata().join("projects"))? {
            all.push(Project::load(&testdata(), &folder, "project.toml")?);
        }
        Ok(all)
    }

    /// The one in `folder`, named by its path from `root`.
    fn load(root: &Path, folder: &Path, file: &str) -> Result<Project, String> {
        let path = folder.join(file);
        let told = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        let text = std::fs::read_to_string(&path).map_err(|error| told(&error))?;
        let project: Project = toml::from_str(&text).map_err(|error| told(&error))?;
        let name = folder
            .strip_prefix(root)
            .unwrap_or(folder)
            .to_string_lossy()
            .into_owned();
        Ok(Project {
            name,
            folder: folder.to_path_buf(),
            ..project
        })
    }

    /// Whether `python` is new enough.
    pub fn runs_under(&self, python: &Python) -> bool {
        let mut parts = self
            .min_python
            .split('.')
            .map(|part| part.parse::<u32>().unwrap_or(u32::MAX));
        (parts.next().unwrap_or(0), parts.next().unwrap_or(0)) <= python.version
    }

    /// Lays the project out in `work`: its files, the packages that it has, and the configuration.
    pub fn prepare(&self, work: &Path) -> std::io::Result<()> {
        self.copy_stand_ins(&work.join("site"))?;
        tree::copy(&self.folder, work)?;
        let mut search_path = vec![PathBuf::from("site")];
        search_path.extend(self.packages.iter().cloned());
        let mut lines = vec![
            "[project]\nname = \"project\"\nversion = \"0\"\n\n[tool.dormant]".to_string(),
            format!(
                "search-path = {search_path:?}\nheavy = {:?}\ntarget-version = {:?}",
                self.heavy, self.target
            ),
        ];
        if !self.src.is_empty() {
            lines.push(format!("src = {:?}", self.src));
        }
        lines.extend([self.config.clone(), self.project.clone()]);
        std::fs::write(work.join("pyproject.toml"), lines.join("\n") + "\n")
    }

    /// Copies the heavy packages that many have from the `_site` above into `site`, but for those that its own `site` has.
    fn copy_stand_ins(&self, site: &Path) -> std::io::Result<()> {
        std::fs::create_dir_all(site)?;
        let own = self.folder.join("site");
        for name in self.heavy.iter().filter_map(|name| name.split('.').next()) {
            let has_own = own.join(name).exists() || own.join(format!("{name}.py")).exists();
            let mut above = self
                .folder
                .ancestors()
                .skip(1)
                .map(|above| above.join("_site").join(name));
            if let Some(shared) = above.find(|shared| shared.is_dir()).filter(|_| !has_own) {
                tree::copy(&shared, &site.join(name))?;
            }
        }
        Ok(())
    }

    /// The paths that `dormant fix` is given.
    pub fn fixed_paths(&self) -> &[String] {
        self.paths.as_deref().unwrap_or(&self.src)
    }

    fn search_path(&self, work: &Path) -> Vec<PathBuf> {
        let roots = self.roots.as_deref().unwrap_or(&self.src);
        roots
            .iter()
            .map(|root| work.join(root))
            .chain([work.join("site")])
            .chain(self.packages.iter().cloned())
            .collect()
    }

    /// Runs the probe.
    pub fn probe(&self, python: &Python, work: &Path) -> Done {
        // The probe's own folder comes first on the path; with a flat layout that is the project's root, as it should be.
        run(python.command(work, &self.search_path(work)).arg("probe.py"))
    }

    /// The modules that are loaded once `entry` is imported, or what went wrong.
    pub fn loaded(&self, python: &Python, work: &Path) -> Result<BTreeSet<String>, String> {
        const MARK: &str = "modules-loaded:";
        let code = format!("import sys, {}\nprint('\\n{MARK}' + ' '.join(sys.modules))", self.entry);
        let done = run(python.command(work, &self.search_path(work)).args(["-c", &code]));
        let line = done.stdout.lines().find_map(|line| line.strip_prefix(MARK));
        match line {
            Some(line) if done.status == 0 => Ok(line.split(' ').map(String::from).collect()),
            _ => Err(format!("importing {} fails: {}", self.entry, done.stderr.trim())),
        }
    }

    /// Why the project, as it is in the repository, could not show anything: a probe that fails, a module that was never loaded.
    pub fn unsound(&self, python: &Python, work: &Path) -> Vec<String> {
        let mut reasons = Vec::new();
        let probe = self.probe(python, work);
        if probe.status != self.probe_exit || probe.stdout.is_empty() {
            reasons.push(format!("its probe exits {}: {}", probe.status, probe.stderr.trim()));
        }
        if self.entry.is_empty() || !self.loaded_before {
            return reasons;
        }
        match self.loaded(python, work) {
            Err(error) => reasons.push(error),
            Ok(loaded) => reasons.extend(
                self.deferred
                    .iter()
                    .chain(&self.kept)
                    .filter(|name| !loaded.contains(*name))
                    .map(|name| format!("{name} is not loaded in the first place")),
            ),
        }
        reasons
    }

    /// The reasons why a fix of the project in `work` is wrong; none where all holds.
    pub fn judge(&self, python: &Python, work: &Path, fix: Fixer) -> Vec<String> {
        let mut reasons = Vec::new();
        let original = tree::read(work);
        let before = self.probe(python, work);
        let done = fix(work, self);
        if done.status != self.exit {
            reasons.push(format!("fix exited {}: {}", done.status, done.all().trim()));
        }
        for text in self.mentions.iter().filter(|text| !done.all().contains(*text)) {
            reasons.push(format!("fix did not mention {text:?}"));
        }
        let rewritten = tree::read(work);
        if self.unchanged && rewritten != original {
            reasons.push("a file changed that had to stay as it was".into());
        }
        for (name, bytes) in rewritten
            .iter()
            .filter(|(name, bytes)| original.get(*name) != Some(*bytes))
        {
            reasons.extend(compile_error(python, work, name));
            let path = name.to_string_lossy();
            if path.starts_with("site") || path == "probe.py" || path == "pyproject.toml" {
                reasons.push(format!("{path} was changed, which is not the project's own code"));
            }
            if std::env::var_os("DORMANT_SHOW").is_some() {
                eprintln!("--- {}: {path}\n{}", self.name, String::from_utf8_lossy(bytes));
            }
        }
        let after = self.probe(python, work);
        if (before.status, &before.stdout) != (after.status, &after.stdout) {
            reasons.push(format!(
                "behaviour changed\n--- before (exit {})\n{}--- after (exit {})\n{}{}",
                before.status, before.stdout, after.status, after.stdout, after.stderr
            ));
        }
        let loaded = (!self.entry.is_empty()).then(|| self.loaded(python, work));
        match loaded.transpose() {
            Err(error) => reasons.push(error),
            Ok(None) => {}
            Ok(Some(loaded)) => {
                let late = self.deferred.iter().filter(|name| loaded.contains(*name));
                reasons.extend(late.map(|name| format!("{name} is still loaded at import")));
                let lost = self.kept.iter().filter(|name| !loaded.contains(*name));
                reasons.extend(lost.map(|name| format!("{name} is no longer loaded at import")));
            }
        }
        fix(work, self);
        if tree::read(work) != rewritten {
            reasons.push("a second fix changed files again".into());
        }
        reasons
    }
}

/// The folders in `folder` that hold projects or groups of them, sorted.
fn folders(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let is_shared = |name: &std::ffi::OsStr| name.to_string_lossy().starts_with(['_', '.']);
    let mut found: Vec<PathBuf> = entries
        .flatten()
        .filter(|entry| !is_shared(&entry.file_name()))
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    found.sort();
    Ok(found)
}

fn compile_error(python: &Python, work: &Path, name: &Path) -> Option<String> {
    const CODE: &str = "import sys; compile(open(sys.argv[1], 'rb').read(), sys.argv[1], 'exec')";
    let done = run(python.command(work, &[]).args(["-W", "error", "-c", CODE]).arg(name));
    (name.extension()? == "py" && done.status != 0)
        .then(|| format!("{} does not compile: {}", name.display(), done.stderr.trim()))
}
