//! The trees of the contest: a tiny program, the standard library of the found `python3`, real projects as they were published,
//! and those that the user names. What cannot be fetched is left out, and said.
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A tree, and the environment whose packages its imports find.
pub struct Tree {
    /// The folder.
    pub folder: PathBuf,
    /// An interpreter; none for the one that is found.
    pub python: Option<PathBuf>,
    /// The file that stands for one that is given alone.
    pub file: PathBuf,
}

/// A project of the package index.
struct Project {
    /// What is fetched, pinned.
    requirement: &'static str,
    /// Its sources, below what was published.
    folder: &'static str,
    /// A file of them that much depends on.
    file: &'static str,
    /// Whether its dependencies are installed, too.
    is_installed: bool,
}

const PROJECTS: [Project; 4] = [
    Project {
        requirement: "imbue-mngr==0.2.17",
        folder: "imbue",
        file: "mngr/hosts/host.py",
        is_installed: true,
    },
    Project {
        requirement: "django==6.1.3",
        folder: "django",
        file: "core/management/base.py",
        is_installed: false,
    },
    Project {
        requirement: "sphinx==9.1.1",
        folder: "sphinx",
        file: "application.py",
        is_installed: false,
    },
    Project {
        requirement: "sympy==1.14.0",
        folder: "sympy",
        file: "core/basic.py",
        is_installed: false,
    },
];

/// A small program that is judged within a moment: what is left is the start of the process.
const TINY: &str = "import json\n\nimport numpy as np\n\n\ndef main():\n    print(json.dumps(np.zeros(3).tolist()))\n";

/// All trees that can be had. `venv` has a pip, `target` is where they are kept.
pub fn trees(venv: &Path, target: &Path) -> Vec<Tree> {
    let mut trees = Vec::new();
    let tiny = target.join("bench-tiny");
    let made = std::fs::create_dir_all(&tiny).and_then(|()| std::fs::write(tiny.join("app.py"), TINY));
    trees.extend(made.ok().map(|()| plain(tiny, "app.py")));
    let code = "import sysconfig; print(sysconfig.get_paths()['stdlib'])";
    let stdlib = Command::new("python3").args(["-c", code]).output().ok();
    let stdlib = stdlib.map(|output| PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
    trees.extend(stdlib.map(|folder| plain(folder, "json/decoder.py")));
    for project in &PROJECTS {
        match fetched(project, venv, &target.join("bench-trees")) {
            Some(tree) => trees.push(tree),
            None => eprintln!("{} cannot be fetched here: it is left out", project.requirement),
        }
    }
    let given = std::env::var_os("DORMANT_BENCH_TREE").unwrap_or_default();
    trees.extend(std::env::split_paths(&given).filter_map(|folder| {
        let file = first_file(&folder)?;
        Some(Tree {
            folder,
            python: None,
            file,
        })
    }));
    let only = std::env::var("DORMANT_BENCH_ONLY").unwrap_or_default();
    trees.retain(|tree| tree.folder.is_dir() && tree.folder.to_string_lossy().contains(&only));
    trees
}

fn plain(folder: PathBuf, file: &str) -> Tree {
    Tree {
        file: folder.join(file),
        folder,
        python: None,
    }
}

/// The sources of a project, from the package index unless they are there.
fn fetched(project: &Project, venv: &Path, kept: &Path) -> Option<Tree> {
    let name = project.requirement.replace("==", "-");
    let source = kept.join(&name);
    let pip = |python: &Path, arguments: &[&str]| {
        let mut command = Command::new(python);
        command.args(["-m", "pip", "--quiet", "--disable-pip-version-check"]);
        done(command.args(arguments))
    };
    if !source.is_dir() {
        let to = kept.to_string_lossy();
        let package = project.requirement.split('=').next().unwrap_or_default();
        let python = venv.join("bin/python");
        let asked = [
            "download",
            "--no-deps",
            "--no-binary",
            package,
            "-d",
            &to,
            project.requirement,
        ];
        // The name of an archive is that of the folder in it, in the spelling of its maker.
        let fetched = pip(&python, &asked)
            .then(|| archive(kept, project.requirement))
            .flatten()?;
        let unpacked = kept.join("unpacked");
        let mut unpack = Command::new(&python);
        unpack.args(["-m", "tarfile", "-e"]).arg(&fetched).arg(&unpacked);
        if !done(&mut unpack) {
            return None;
        }
        let inner = std::fs::read_dir(&unpacked).ok()?.flatten().next()?.path();
        std::fs::rename(inner, &source).ok()?;
    }
    let mut python = None;
    if project.is_installed {
        let own = kept.join(format!("{name}-venv"));
        let interpreter = own.join("bin/python");
        let is_there = own.join("complete");
        if !is_there.exists() {
            let made = done(Command::new("python3").args(["-m", "venv"]).arg(&own));
            if !made || !pip(&interpreter, &["install", project.requirement]) {
                return None;
            }
            std::fs::write(is_there, "").ok()?;
        }
        python = Some(interpreter);
    }
    let folder = source.join(project.folder);
    Some(Tree {
        file: folder.join(project.file),
        folder,
        python,
    })
}

/// The archive of a requirement in a folder.
fn archive(folder: &Path, requirement: &str) -> Option<PathBuf> {
    let plain = |text: &str| text.to_lowercase().replace(['-', '.'], "_");
    let wanted = plain(&requirement.replace("==", "-"));
    let entries = std::fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path());
    let mut archives = entries.filter(|path| path.extension().is_some_and(|end| end == "gz"));
    archives.find(|path| plain(&path.file_name().unwrap_or_default().to_string_lossy()).starts_with(&wanted))
}

/// Runs a command, and says whether it succeeded.
pub fn done(command: &mut Command) -> bool {
    let status = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.is_ok_and(|status| status.success())
}

/// The first file of a tree that is no mere marker.
fn first_file(tree: &Path) -> Option<PathBuf> {
    let mut folders = vec![tree.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(folder).ok()?.flatten();
        let mut entries: Vec<PathBuf> = entries.map(|one| one.path()).collect();
        entries.sort();
        let is_file = |path: &&PathBuf| {
            let is_python = path.extension().is_some_and(|extension| extension == "py");
            is_python && path.metadata().is_ok_and(|metadata| metadata.len() > 500)
        };
        if let Some(file) = entries.iter().find(is_file) {
            return Some(file.clone());
        }
        folders.extend(entries.into_iter().rev().filter(|path| path.is_dir()));
    }
    None
}
