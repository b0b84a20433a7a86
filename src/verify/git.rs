//! The project as it was at a commit. Only asks the repository; changes nothing in it.
use std::path::{Path, PathBuf};

use super::copy::copy_tree;
use super::run::Unable;
use crate::process::Job;

/// Copies the working tree in `folder` onto `to`, with every file that differs from `reference` as it was there. What is
/// ignored, such as generated files, stays as it is now.
///
/// # Errors
/// Where `folder` is in no repository, or git knows no such reference: in git's words.
pub fn tree_of(folder: &Path, reference: &str, to: &Path) -> Result<(), Unable> {
    copy_tree(folder, to)?;
    let changed = git(
        folder,
        &[
            "diff",
            "--name-only",
            "--no-renames",
            "--relative",
            "-z",
            reference,
            "--",
            ".",
        ],
    )?;
    let added = git(folder, &["ls-files", "--others", "--exclude-standard", "-z"])?;
    let names = |bytes: &[u8]| -> Vec<PathBuf> {
        let names = bytes.split(|&byte| byte == 0).filter(|name| !name.is_empty());
        names
            .map(|name| PathBuf::from(String::from_utf8_lossy(name).into_owned()))
            .collect()
    };
    for name in names(&added) {
        let _ = std::fs::remove_file(to.join(name));
    }
    for name in names(&changed) {
        let target = to.join(&name);
        match git(folder, &["show", &format!("{reference}:./{}", name.display())]) {
            Ok(bytes) => {
                if let Some(parent) = target.parent() {
                    std::fs::create_dir_all(parent)?;
                }
                std::fs::write(&target, bytes)?;
            }
            // It was not there yet.
            Err(_) if target.exists() => std::fs::remove_file(&target)?,
            Err(_) => {}
        }
    }
    Ok(())
}

fn git(folder: &Path, args: &[&str]) -> Result<Vec<u8>, Unable> {
    let done = Job::new("git").args(args).folder(folder).limit(usize::MAX).run()?;
    if done.ending.is_success() {
        Ok(done.stdout.bytes)
    } else {
        let said = done.stderr.text().trim().to_owned();
        Err(Unable::Other(format!("git {}: {said}", args.first().unwrap_or(&""))))
    }
}
