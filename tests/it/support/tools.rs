//! Tools of the Python and npm worlds that judge what dormant writes, installed below `target/` when they are first needed.
//! Where they cannot be had (no network), there is a reason, which the test prints.
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use super::python::python;
use super::run::run;

/// Tests run at the same time; one of them installs.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// The folder of programs of a virtual environment with these packages.
pub fn pip(packages: &[&str]) -> Result<PathBuf, String> {
    let _alone = ONE_AT_A_TIME.lock();
    let venv = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/test-venv");
    let bin = venv.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let done = |package: &str| venv.join(format!("has-{package}"));
    if !bin.exists() {
        let python = python().ok_or("no Python")?;
        let made = run(Command::new(&python.path).args(["-m", "venv"]).arg(&venv));
        if made.status != 0 {
            return Err(format!("no virtual environment: {}", made.all()));
        }
    }
    for package in packages.iter().filter(|package| !done(package).exists()) {
        let install = [
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            package,
        ];
        let installed = run(Command::new(bin.join("python")).args(install));
        if installed.status != 0 {
            return Err(format!("pip cannot install {package}: {}", installed.all().trim()));
        }
        std::fs::write(done(package), "").map_err(|error| error.to_string())?;
    }
    Ok(bin)
}

/// The source distribution of a Python package, unpacked.
pub fn source(package: &str) -> Result<PathBuf, String> {
    let bin = pip(&[])?;
    let _alone = ONE_AT_A_TIME.lock();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("target/test-sources")
        .join(package);
    if !folder.exists() {
        let getting = folder.with_extension("part");
        let _ = std::fs::remove_dir_all(&getting);
        let script = "import pathlib, sys, tarfile\nfor path in pathlib.Path(sys.argv[1]).glob('*.tar.gz'):\n    tarfile.open(path).extractall(sys.argv[1], filter='data')\n";
        let mut download = Command::new(bin.join("python"));
        download.args([
            "-m",
            "pip",
            "download",
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
            "--no-binary",
            package,
        ]);
        let got = run(download.arg("--dest").arg(&getting).arg(package));
        if got.status != 0 {
            return Err(format!("pip cannot get {package}: {}", got.all().trim()));
        }
        let unpacked = run(Command::new(bin.join("python")).args(["-c", script]).arg(&getting));
        if unpacked.status != 0 {
            return Err(format!("{package} cannot be unpacked: {}", unpacked.all().trim()));
        }
        std::fs::rename(&getting, &folder).map_err(|error| error.to_string())?;
    }
    Ok(folder)
}

/// A program of an npm package.
pub fn npm(package: &str, program: &str) -> Result<PathBuf, String> {
    let _alone = ONE_AT_A_TIME.lock();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/test-node");
    let path = folder.join("node_modules/.bin").join(program);
    if !path.exists() {
        std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        let mut install = Command::new("npm");
        install.args(["install", "--silent", "--no-fund", "--no-audit", "--prefix"]);
        let installed = run(install.arg(&folder).arg(package));
        if installed.status != 0 {
            return Err(format!("npm cannot install {package}: {}", installed.all().trim()));
        }
    }
    Ok(path)
}
