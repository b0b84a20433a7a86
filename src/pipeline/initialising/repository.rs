//! What of the repository that dormant is installed from can be installed.
use std::path::Path;
use std::time::Duration;

use crate::process::Job;

/// How long a repository may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// The commit at the head of a repository that has no tag of this version; none where it has one, or does not answer.
pub(super) fn commit(root: &Path, repository: &str) -> Option<String> {
    let tag = concat!("refs/tags/v", env!("CARGO_PKG_VERSION"));
    let job = Job::new("git").args(["ls-remote", "--", repository, "HEAD", tag]);
    let job = job.folder(root).timeout(PATIENCE).env("GIT_TERMINAL_PROMPT", "0");
    let done = job.run().ok().filter(|done| done.ending.is_success())?;
    let told = done.stdout.text();
    let named = |name: &str| {
        told.lines()
            .filter_map(|line| line.split_once('\t'))
            .find(|(_, of)| *of == name)
    };
    match named(tag) {
        Some(_) => None,
        None => named("HEAD").map(|(commit, _)| commit.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repository_without_a_tag_is_pinned_to_its_newest_commit() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path();
        std::fs::write(root.join("a.txt"), "1\n").expect("a file");
        let git = |args: &[&str]| {
            let identity = ["-c", "user.name=a", "-c", "user.email=a@b.example"];
            let done = Job::new("git")
                .args(identity)
                .args(args)
                .folder(root)
                .run()
                .expect("git runs");
            assert!(done.ending.is_success(), "{done:?}");
            done.stdout.text().trim().to_owned()
        };
        git(&["init", "--quiet"]);
        git(&["add", "."]);
        git(&["commit", "--quiet", "--message", "first"]);
        let here = root.to_str().expect("a path");
        assert_eq!(commit(root, here), Some(git(&["rev-parse", "HEAD"])));
        git(&["tag", concat!("v", env!("CARGO_PKG_VERSION"))]);
        assert_eq!(commit(root, here), None);
        assert_eq!(commit(root, "/no/such/repository"), None);
    }
}
