//! What a requirement of Python says: its lower bound, if it says anything.
use super::PythonVersion;

/// Whether a requirement is one: each of its clauses has a version, or is `*`.
pub(super) fn is_readable(text: &str) -> bool {
    let clauses = text
        .split("||")
        .flat_map(|alternative| joined(alternative.split([',', ' ']).filter(|part| !part.is_empty())));
    let is_version = |clause: &String| {
        let version = clause.trim_start_matches(|c: char| "<>=~!^".contains(c));
        version.starts_with('*') || version.starts_with(|first: char| first.is_ascii_digit())
    };
    clauses.into_iter().all(|clause| is_version(&clause))
}

/// The least version that a requirement such as `>=3.10,<4`, `~=3.11`, `==3.12.*` or poetry's `^3.9 || 3.8.*` admits; `None`
/// when it has no lower bound. Python 3 as a whole is none: whoever writes `>=3` says that it is not Python 2.
pub(super) fn lower_bound(requirement: &str) -> Option<PythonVersion> {
    let alternatives = requirement.split("||").map(|alternative| {
        let bounds = alternative.split([',', ' ']).filter(|part| !part.is_empty());
        joined(bounds).iter().filter_map(|clause| bound(clause)).max()
    });
    let least = alternatives.min().flatten();
    least.filter(|&version| version != PythonVersion::new(3, 0))
}

/// Clauses whose operator was set off by a space (`>= 3.10`) put together again.
fn joined<'a>(parts: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut clauses: Vec<String> = Vec::new();
    for part in parts {
        match clauses.last_mut() {
            Some(last) if last.chars().all(|c| "<>=~!^".contains(c)) => last.push_str(part),
            _ => clauses.push(part.to_string()),
        }
    }
    clauses
}

/// The lower bound in one clause; none in `<4`, `!=3.9.1` and the like.
fn bound(clause: &str) -> Option<PythonVersion> {
    if clause.starts_with(['<', '!']) {
        return None;
    }
    PythonVersion::from_release(clause.trim_start_matches(['>', '=', '~', '^']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bound_of(requirement: &str) -> Option<String> {
        lower_bound(requirement).map(|version| version.to_string())
    }

    #[test]
    fn the_lower_bound_of_a_requirement() {
        for (requirement, expected) in [
            (">=3.10", "3.10"),
            (">=3.10,<4", "3.10"),
            (">= 3.10, < 4.0", "3.10"),
            ("~=3.11", "3.11"),
            ("==3.12.*", "3.12"),
            (">3.8", "3.8"),
            (">=3.9,!=3.9.1,>=3.11.2", "3.11"),
            (">=3,>=3.7", "3.7"),
            ("^3.9", "3.9"),
            ("~2.7 || ^3.6", "2.7"),
            ("3.13.*", "3.13"),
        ] {
            assert_eq!(bound_of(requirement).as_deref(), Some(expected), "{requirement}");
        }
    }

    #[test]
    fn no_lower_bound() {
        for requirement in [
            "",
            "<4",
            "!=3.9",
            "*",
            "x",
            "<3 || >=3.9",
            ">=",
            "||",
            ">=3",
            "^3",
            "==3.*",
        ] {
            assert_eq!(bound_of(requirement), None, "{requirement}");
        }
    }

    #[test]
    fn what_says_nothing_of_versions() {
        for requirement in ["three", ">=x", ">= 3.9, new"] {
            assert!(!is_readable(requirement), "{requirement}");
        }
        for requirement in ["", "*", "<4", ">= 3.9,!=3.9.1", "^3.9 || ~3.8.1", "==3.12.*"] {
            assert!(is_readable(requirement), "{requirement}");
        }
    }
}
