//! A project of `testdata/projects`: what its `project.toml` says, and judging a fix of it.
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::python::Python;
use super::run::{Done, run};
use super::{testdata, tree};

/// What must hold, as `project.toml` says it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Project {
    /// The name of its folder.
    #[serde(skip)]
    pub name: String,
    /// What it is about, in one line.
    pub title: String,
    /// The numbers of the hazards that it is about.
    pub hazards: Vec<u32>,
    /// What the configuration calls heavy.
    pub heavy: Vec<String>,
    /// The `target-version`.
    pub target: String,
    /// The module whose import is judged.
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
    /// All projects, sorted by name; with `DORMANT_PROJECT`, those whose name contains it.
    pub fn all() -> Result<Vec<Project>, String> {
        let wanted = std::env::var("DORMANT_PROJECT").unwrap_or_default();
        let folder = testdata().join("projects");
        let entries = std::fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let mut names: Vec<String> = entries
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .filter(|name| !name.starts_with('_') && !name.starts_with('.') && name.contains(&wanted))
            .collect();
        names.sort();
        names.iter().map(|name| Project::load(name)).collect()
    }

    fn load(name: &str) -> Result<Project, String> {
        let path = testdata().join("projects").join(name).join("project.toml");
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let project: Project = toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Project {
            name: name.into(),
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

    /// Lays the project out in `work`: its files, the packages that all projects have, and the configuration.
    pub fn prepare(&self, work: &Path) -> std::io::Result<()> {
        let projects = testdata().join("projects");
        tree::copy(&projects.join("_site"), &work.join("site"))?;
        tree::copy(&projects.join(&self.name), work)?;
        let mut lines = vec![
            "[project]\nname = \"project\"\nversion = \"0\"\n\n[tool.dormant]".to_string(),
            format!(
                "search-path = [\"site\"]\nheavy = {:?}\ntarget-version = {:?}",
                self.heavy, self.target
            ),
        ];
        if !self.src.is_empty() {
            lines.push(format!("src = {:?}", self.src));
        }
        lines.push(self.config.clone());
        std::fs::write(work.join("pyproject.toml"), lines.join("\n") + "\n")
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

    /// Why the project, as it is in `testdata`, could not show anything: a probe that fails, a module that was never loaded.
    pub fn unsound(&self, python: &Python, work: &Path) -> Vec<String> {
        let mut reasons = Vec::new();
        let probe = self.probe(python, work);
        if probe.status != 0 || probe.stdout.is_empty() {
            reasons.push(format!("its probe exits {}: {}", probe.status, probe.stderr.trim()));
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
        match self.loaded(python, work) {
            Err(error) => reasons.push(error),
            Ok(loaded) => {
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

fn compile_error(python: &Python, work: &Path, name: &Path) -> Option<String> {
    const CODE: &str = "import sys; compile(open(sys.argv[1], 'rb').read(), sys.argv[1], 'exec')";
    let done = run(python.command(work, &[]).args(["-W", "error", "-c", CODE]).arg(name));
    (name.extension()? == "py" && done.status != 0)
        .then(|| format!("{} does not compile: {}", name.display(), done.stderr.trim()))
}
