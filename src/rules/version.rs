//! Versions of Python in rules.

/// `3.14` as `(3, 14)`.
pub(crate) fn version(text: &str) -> Option<(u8, u8)> {
    let (major, minor) = text.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_that_are_none() {
        assert_eq!(version("3.9"), Some((3, 9)));
        assert_eq!(version("3"), None);
        assert_eq!(version("3.x"), None);
        assert_eq!(version("3.1400"), None);
    }
}
