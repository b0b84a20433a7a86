//! Dotted names.

/// More parts than this has no module: the path of its file would be too long for any system.
pub const MOST_PARTS: usize = 256;

/// Whether a dotted name has more parts than any module.
pub fn is_too_long(dotted: &str) -> bool {
    dotted.match_indices('.').nth(MOST_PARTS - 1).is_some()
}

/// `a`, `a.b` and `a.b.c` of `a.b.c`; a name that is too long for a module alone, so that nobody counts for ever.
pub fn prefixes(dotted: &str) -> impl Iterator<Item = &str> {
    let ends = dotted.match_indices('.').map(|(at, _)| at);
    let ends = ends.take(if is_too_long(dotted) { 0 } else { MOST_PARTS });
    ends.chain([dotted.len()]).map(|end| &dotted[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_comes_with_the_packages_around_it() {
        assert_eq!(prefixes("a.b.c").collect::<Vec<_>>(), ["a", "a.b", "a.b.c"]);
        assert_eq!(prefixes("").collect::<Vec<_>>(), [""]);
        let long = vec!["a"; MOST_PARTS].join(".");
        assert_eq!(prefixes(&long).count(), MOST_PARTS);
        assert_eq!(prefixes(&format!("{long}.a")).count(), 1);
    }
}
