//! A profile into what people and machines read: a table, speedscope's format, and a page with a chart.
//!
//! Sees the data of a profile, nothing else.
mod blame;
pub mod html;
mod packages;
pub mod speedscope;
pub mod table;

use crate::profile::model::{Kind, Profile};

/// The packages of others that take the longest, with their milliseconds.
pub fn heaviest(profile: &Profile, most: usize) -> Vec<(String, f64)> {
    let packages = packages::packages(profile).into_iter();
    let foreign = packages.filter(|package| package.kind != Kind::FirstParty);
    foreign
        .take(most)
        .map(|package| (package.name.to_owned(), package.self_ms))
        .collect()
}

/// Whose a module is, in words.
fn owner(kind: Kind) -> &'static str {
    match kind {
        Kind::FirstParty => "your code",
        Kind::ThirdParty => "installed",
        Kind::Standard => "standard library",
    }
}
