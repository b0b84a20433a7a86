//! A page in a headless browser.
use std::path::{Path, PathBuf};
use std::process::Command;

use super::run::run;

/// The browser of the tests: `DORMANT_TEST_BROWSER`, else the first of the usual names that starts.
pub fn browser() -> Option<PathBuf> {
    let named = std::env::var_os("DORMANT_TEST_BROWSER").map(PathBuf::from);
    let usual = ["chromium", "chromium-browser", "google-chrome", "chrome"].map(PathBuf::from);
    named
        .into_iter()
        .chain(usual)
        .find(|name| run(Command::new(name).arg("--version")).status == 0)
}

/// The title of a page once its scripts are done; `flags` are the browser's own.
pub fn title(browser: &Path, page: &Path, profile: &Path, flags: &[&str]) -> String {
    let mut command = Command::new(browser);
    command
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--window-size=1200,900",
            "--dump-dom",
        ])
        .args(flags)
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(format!("file://{}", page.display()));
    let done = run(&mut command);
    let title = done
        .stdout
        .split("<title>")
        .nth(1)
        .and_then(|rest| rest.split("</title>").next());
    title.map_or(done.stderr, str::to_owned)
}
