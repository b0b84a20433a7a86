//! What a build's environment must hold for two builds of the same sources to be the same.
use std::ffi::OsStr;

use crate::process::Job;

/// The first of January 1980: older dates than a zip file's cannot be told apart everywhere.
const DATE: &str = "315532800";

/// A job of Nuitka whose result does not depend on when or where it runs. `date` is the date that the user wants programs to
/// have, as `SOURCE_DATE_EPOCH`.
pub(super) fn fixed(job: Job, date: Option<&OsStr>) -> Job {
    let date = date.filter(|date| !date.is_empty()).unwrap_or(OsStr::new(DATE));
    // Nuitka wants this seed, and would start itself again for it.
    job.env("PYTHONHASHSEED", "0").env("SOURCE_DATE_EPOCH", date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_users_own_date_counts() {
        let of = |date: Option<&str>| {
            let job = fixed(Job::new("x"), date.map(OsStr::new));
            let shown = |(key, value): &(std::ffi::OsString, Option<std::ffi::OsString>)| {
                format!("{}={}", key.display(), value.clone().unwrap_or_default().display())
            };
            job.environment().iter().map(shown).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(of(None), "PYTHONHASHSEED=0 SOURCE_DATE_EPOCH=315532800");
        assert_eq!(of(Some("")), of(None));
        assert_eq!(of(Some("86400")), "PYTHONHASHSEED=0 SOURCE_DATE_EPOCH=86400");
    }
}
