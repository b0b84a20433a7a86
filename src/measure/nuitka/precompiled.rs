//! Dependencies compiled beforehand, each into an extension module of its own that later builds take as it is.
use std::path::{Path, PathBuf};
use std::time::Duration;

use sha2::{Digest, Sha256};

use super::super::compilation::Layer;
use super::caches::{Folders, with_layers};
use super::key::twelve_digits;
use super::tools::Tools;
use super::{BuildError, BuildOrder, failure, files};
use crate::process::Job;

/// The folders to put first on the module search path: one for each package that `order` asks for, compiled now where it is
/// not there yet. Its name says what it was made of.
pub(super) fn folders(
    order: &BuildOrder,
    tools: &Tools,
    folders: &Folders,
    base: &Path,
    told: &mut dyn FnMut(&str),
) -> Result<Vec<PathBuf>, BuildError> {
    if !order.layers.contains(&Layer::Precompiled) {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for name in &order.precompile {
        let installed = order.tree.dependencies.iter().chain(&tools.python.site);
        let source = installed
            .map(|site| site.join(name))
            .find(|folder| folder.join("__init__.py").is_file())
            .ok_or_else(|| {
                failure(
                    name.as_str(),
                    &"no installed package of that name to compile beforehand",
                )
            })?;
        let target = folders
            .layer(Layer::Precompiled)
            .join(format!("{name}-{}", hash(&source, tools)));
        if !target.join("complete").is_file() {
            told(&format!("compiling {name} beforehand"));
            compile(order, &source, &target, folders, base)?;
        }
        found.push(target);
    }
    Ok(found)
}

fn compile(order: &BuildOrder, source: &Path, target: &Path, folders: &Folders, base: &Path) -> Result<(), BuildError> {
    let job = Job::new(&order.python)
        .args([
            "-m",
            "nuitka",
            "--mode=package",
            "--assume-yes-for-downloads",
            "--progress-bar=none",
            "--remove-output",
        ])
        .arg(format!("--output-dir={}", target.display()))
        .arg(source)
        .timeout(Duration::from_secs(4 * 3600));
    let done = with_layers(job, folders, &order.layers, base).run()?;
    if !done.ending.is_success() {
        return Err(super::build::nuitka_failed(
            &done,
            &order.output_dir.join("precompile.nuitka.log"),
        ));
    }
    let mark = target.join("complete");
    std::fs::write(&mark, "").map_err(|error| failure(&mark, &error))
}

fn hash(source: &Path, tools: &Tools) -> String {
    let mut hasher = Sha256::new();
    hasher.update(tools.python.version.as_bytes());
    hasher.update(tools.python.nuitka.as_deref().unwrap_or_default().as_bytes());
    for file in files::below(source) {
        hasher.update(file.strip_prefix(source).unwrap_or(&file).to_string_lossy().as_bytes());
        hasher.update(std::fs::read(&file).unwrap_or_default());
    }
    twelve_digits(hasher)
}
