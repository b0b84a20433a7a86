//! What the cache of C objects did in one build alone, from its log of statistics.
use super::super::compilation::CCache;

/// Counts the log of `CCACHE_STATSLOG`: for each call of the compiler, a comment with the file and then the counters that it
/// raised, one a line.
pub(super) fn counted(log: &str) -> CCache {
    let mut found = CCache::default();
    let mut file = "";
    for line in log.lines().map(str::trim) {
        match line {
            "direct_cache_hit" | "preprocessed_cache_hit" => found.hits += 1,
            "cache_miss" => {
                found.misses += 1;
                found.missed.push(file.to_owned());
            }
            "remote_storage_hit" => found.remote_hits += 1,
            "remote_storage_error" | "remote_storage_timeout" => found.remote_failures += 1,
            _ => file = line.strip_prefix("# ").unwrap_or(file),
        }
    }
    found.missed.sort();
    found
}

/// The table of modules that Nuitka generates.
const LOADER: &str = "__loader.c";

/// Why a file was compiled although no source changed, as far as it is known.
pub(super) fn missed_without_change(cache: &CCache, nuitka: &str) -> Option<String> {
    (cache.hits > 0 && cache.missed == [LOADER]).then(|| {
        format!(
            "nothing changed, and {LOADER} was compiled again: Nuitka {nuitka} writes it otherwise when it takes modules from its \
             own cache than when it reads them, so that it misses once, in the first build after a cold one"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hits_and_misses_of_one_build() {
        let log = "# a.c\ncache_miss\nlocal_storage_miss\ndirect_cache_miss\n# b.c\ndirect_cache_hit\nlocal_storage_hit\n# c.c\npreprocessed_cache_hit\n# d\ncalled_for_link\n";
        let found = counted(log);
        assert_eq!((found.hits, found.misses), (2, 1));
        assert_eq!(found.missed, ["a.c"]);
    }

    #[test]
    fn what_came_from_elsewhere_and_what_did_not_is_told() {
        // As ccache 4.14 writes it: a hit of the remote storage, a miss of both, and a server that is not there.
        let log = "# a.c\ndirect_cache_hit\nlocal_storage_miss\nremote_storage_hit\nremote_storage_read_hit\n\
                   # b.c\ncache_miss\nlocal_storage_miss\nremote_storage_miss\nremote_storage_write\n\
                   # c.c\ncache_miss\nremote_storage_error\n";
        let found = counted(log);
        assert_eq!((found.hits, found.misses), (1, 2));
        assert_eq!((found.remote_hits, found.remote_failures), (1, 1));
    }

    #[test]
    fn only_the_table_of_modules_is_excused() {
        let of = |hits, missed: &[&str]| {
            let cache = CCache {
                hits,
                misses: missed.len() as u64,
                missed: missed.iter().map(|file| (*file).to_owned()).collect(),
                ..CCache::default()
            };
            missed_without_change(&cache, "4.0.1").is_some()
        };
        assert!(of(8, &["__loader.c"]));
        assert!(!of(8, &["__loader.c", "module.app.c"]) && !of(8, &[]) && !of(0, &["__loader.c"]));
    }
}
