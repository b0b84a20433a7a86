//! Dependencies compiled beforehand, each into an extension module of its own that later builds take as it is; once for each
//! version of the package, of Python and of Nuitka.
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::super::worth::Layer;
use super::fresh::remove;
use super::key::twelve_digits;
use super::run::Workplace;
use super::tools::Tools;
use super::{BuildError, BuildOrder, failure, files, memory};

/// What was compiled beforehand.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Beforehand {
    /// The folders to put first on the module search path, one for each package.
    pub folders: Vec<PathBuf>,
    /// Seconds of processor time that this took now; `None` where nothing had to be compiled.
    pub cpu_s: Option<f64>,
}

/// The packages that are compiled beforehand: those asked for, where that pays.
pub(super) fn packages(order: &BuildOrder) -> &[String] {
    if why_not(order).is_some() {
        &[]
    } else {
        &order.precompile
    }
}

/// Why none is compiled beforehand although some are asked for.
pub(super) fn why_not(order: &BuildOrder) -> Option<String> {
    let names = order.precompile.join(", ");
    if order.precompile.is_empty() {
        None
    } else if !order.layers.contains(&Layer::Precompiled) {
        Some(format!(
            "{names} is not compiled beforehand: add `precompiled` to --cache"
        ))
    } else if order.bytecode_dependencies {
        Some(format!(
            "{names} is not compiled beforehand: dependencies are kept as bytecode, which takes nothing to compile and starts as \
             fast; it pays with --dependencies c"
        ))
    } else {
        None
    }
}

/// Compiles what is not there yet, several packages at a time as far as there are compilers for them.
///
/// # Errors
/// Where there is no such package, or Nuitka fails.
pub(super) fn folders(
    workplace: &Workplace,
    tools: &Tools,
    told: &mut dyn FnMut(&str),
) -> Result<Beforehand, BuildError> {
    let mut found = Beforehand::default();
    let mut lacking = Vec::new();
    for name in packages(workplace.order) {
        let source = source(workplace.order, tools, name)?;
        let target = workplace
            .folders
            .layer(Layer::Precompiled)
            .join(format!("{name}-{}", hash(&source, tools)));
        if !target.is_dir() {
            told(&format!("compiling {name} beforehand"));
            lacking.push((source, target.clone()));
        }
        found.folders.push(target);
    }
    let at_a_time = memory::runs_at_a_time(workplace.parallel, lacking.len());
    let jobs = (usize::from(workplace.parallel.jobs) / at_a_time).max(1);
    for some in lacking.chunks(at_a_time) {
        let compiled: Vec<Result<f64, BuildError>> = std::thread::scope(|scope| {
            let started: Vec<_> = some
                .iter()
                .map(|(source, target)| scope.spawn(move || compile(workplace, source, target, jobs)))
                .collect();
            let lost = |_| Err(failure("--precompile", &"its thread ended without a result"));
            started
                .into_iter()
                .map(|thread| thread.join().unwrap_or_else(lost))
                .collect()
        });
        for took in compiled {
            found.cpu_s = Some(found.cpu_s.unwrap_or(0.0) + took?);
        }
    }
    // What these runs asked of ccache is not part of the build's own account.
    let _ = std::fs::remove_file(workplace.folders.log());
    Ok(found)
}

fn source(order: &BuildOrder, tools: &Tools, name: &str) -> Result<PathBuf, BuildError> {
    let mut installed = order.tree.dependencies.iter().chain(&tools.python.site);
    installed
        .find_map(|site| Some(site.join(name)).filter(|folder| folder.join("__init__.py").is_file()))
        .ok_or_else(|| failure(name, &"no installed package of that name to compile beforehand"))
}

/// Compiles one package into a folder beside its place, which takes the place once it is complete; seconds of processor time.
fn compile(workplace: &Workplace, source: &Path, target: &Path, jobs: usize) -> Result<f64, BuildError> {
    let part = target.with_extension("part");
    // Of a build that died.
    remove(&part)?;
    let mut arguments: Vec<String> = [
        "--mode=package",
        "--assume-yes-for-downloads",
        "--progress-bar=none",
        "--remove-output",
    ]
    .map(str::to_owned)
    .to_vec();
    arguments.push(format!("--jobs={jobs}"));
    arguments.push(format!("--output-dir={}", part.display()));
    arguments.push(source.display().to_string());
    let name = source.file_name().unwrap_or_default().to_string_lossy();
    let log = workplace.order.output_dir.join(format!("{name}.nuitka.log"));
    let done = match workplace.run(&arguments, &[], &log) {
        Ok(done) => done,
        Err(error) => {
            remove(&part)?;
            return Err(error);
        }
    };
    std::fs::rename(&part, target).map_err(|error| failure(target, &error))?;
    // Only of interest where it fails.
    let _ = std::fs::remove_file(log);
    Ok(done.usage.cpu().as_secs_f64())
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

#[cfg(test)]
mod tests {
    use super::super::super::compilation::Mode;
    use super::super::arguments::tests::order;
    use super::*;

    #[test]
    fn it_is_done_only_where_it_pays() {
        let mut order = order(Mode::Standalone);
        assert_eq!((packages(&order), why_not(&order)), (&[][..], None));
        order.precompile = vec!["click".into()];
        assert!(why_not(&order).is_some_and(|why| why.contains("add `precompiled`")));
        order.layers = vec![Layer::Precompiled];
        assert!(packages(&order).is_empty() && why_not(&order).is_some_and(|why| why.contains("--dependencies c")));
        order.bytecode_dependencies = false;
        assert_eq!((packages(&order), why_not(&order)), (&["click".to_owned()][..], None));
    }
}
