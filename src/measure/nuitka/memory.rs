//! How many C compilers run at a time, so that what they hold together fits into the memory that there is; and what it means when
//! one was killed.
use super::super::compilation::Parallel;
use crate::process::Ending;

/// What is expected of a build that nobody has seen yet: as much as small programs take, measured with Nuitka 4.0 to 4.3 and gcc.
const EXPECTED: Peaks = Peaks {
    nuitka: 400 << 20,
    compiler: 400 << 20,
};

/// The most memory, in bytes, that each process of a build held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Peaks {
    /// Nuitka itself, while the compilers run.
    pub nuitka: u64,
    /// The largest of the compilers.
    pub compiler: u64,
}

/// What bounds a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bounds {
    /// What it may hold, in bytes, as the user said.
    pub given: Option<u64>,
    /// What is free, in bytes.
    pub free: Option<u64>,
    /// How many compilers the user wants at most.
    pub jobs: Option<u16>,
    /// How many the machine could run.
    pub cores: u16,
}

/// How many compilers run at a time. `seen` are the peaks of an earlier build of this program.
pub(super) fn parallel(bounds: Bounds, seen: Option<Peaks>) -> Parallel {
    let Peaks { nuitka, compiler } = seen.unwrap_or(EXPECTED);
    let most = bounds.jobs.unwrap_or(bounds.cores).max(1);
    let limit = match bounds {
        // Who names a number and no limit has decided.
        Bounds {
            given: None,
            jobs: Some(_),
            ..
        } => None,
        Bounds { given, free, .. } => given.or(free),
    };
    let fit = limit.map(|limit| limit.saturating_sub(nuitka) / compiler.max(1));
    let jobs = fit.map_or(most, |fit| most.min(u16::try_from(fit.max(1)).unwrap_or(u16::MAX)));
    Parallel {
        jobs,
        is_low_memory: fit == Some(0),
        limit_bytes: limit,
        is_given: bounds.given.is_some(),
        compiler_bytes: compiler,
        is_seen: seen.is_some(),
    }
}

/// How many runs of Nuitka, each with one compiler, fit at a time, of as many as there are to do.
pub(super) fn runs_at_a_time(parallel: &Parallel, runs: usize) -> usize {
    let most = usize::from(parallel.jobs).clamp(1, runs.max(1));
    let each = EXPECTED.nuitka + parallel.compiler_bytes;
    let fit = parallel.limit_bytes.map(|limit| limit / each);
    fit.map_or(most, |fit| most.min(usize::try_from(fit.max(1)).unwrap_or(most)))
}

/// What compilers, linkers and Python say when there is no more memory, or when the system has killed one of them for it.
/// Not in `rules/`: they are parts of messages, and no names.
const SIGNS: [&str; 10] = [
    "Killed signal terminated program",
    "internal compiler error: Killed",
    "out of memory allocating",
    "virtual memory exhausted",
    "unable to execute command: Killed",
    "LLVM ERROR: out of memory",
    "terminated with signal 9 [Killed]",
    "memory exhausted",
    "compiler is out of heap space",
    "MemoryError",
];

/// What of a failed run says that memory ran out; `None` where nothing does.
pub(super) fn ran_out(ending: Ending, said: &str) -> Option<String> {
    let line = said.lines().find(|line| SIGNS.iter().any(|sign| line.contains(sign)));
    match (line, ending) {
        (Some(line), _) => Some(line.trim().to_owned()),
        // What a shell says of a child that signal 9 ended is 137.
        (None, Ending::Signal(9) | Ending::Exit(137)) => Some(format!("Nuitka itself was killed ({ending})")),
        (None, _) => None,
    }
}

/// What helps a build whose memory ran out.
pub(super) fn advice(parallel: &Parallel, held: Option<u64>, bytecode_dependencies: bool, lto: bool) -> String {
    let mebibytes = |bytes: u64| bytes >> 20;
    if parallel.jobs > 1 {
        let half = parallel.jobs / 2;
        let limit = held.map(|held| format!(", or --memory with less than the {}M that all held", mebibytes(held)));
        return format!(
            "{} compilers ran at a time: give --jobs {half}{}",
            parallel.jobs,
            limit.unwrap_or_default()
        );
    }
    if !parallel.is_low_memory {
        return "one compiler ran at a time: give --memory 1, for a build that takes as little as it can".to_owned();
    }
    let mut ways = Vec::new();
    if lto {
        ways.push("leave out --lto");
    }
    if !bytecode_dependencies {
        ways.push("keep dependencies as bytecode (leave out --dependencies c)");
    }
    ways.push("add swap space, or build on a machine with more memory and take its caches");
    format!("this is the build that takes the least: {}", ways.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: u64 = 1 << 20;

    fn bounds(given: Option<u64>, free: Option<u64>, jobs: Option<u16>) -> Bounds {
        Bounds {
            given: given.map(|mib| mib * MIB),
            free: free.map(|mib| mib * MIB),
            jobs,
            cores: 8,
        }
    }

    fn of(bounds: Bounds) -> (u16, bool) {
        let seen = Peaks {
            nuitka: 500 * MIB,
            compiler: 300 * MIB,
        };
        let found = parallel(bounds, Some(seen));
        (found.jobs, found.is_low_memory)
    }

    #[test]
    fn as_many_run_as_fit() {
        assert_eq!(of(bounds(None, Some(64_000), None)), (8, false));
        assert_eq!(of(bounds(None, Some(1_400), None)), (3, false));
        assert_eq!(of(bounds(Some(1_100), Some(64_000), None)), (2, false));
        assert_eq!(of(bounds(None, None, None)), (8, false));
    }

    #[test]
    fn where_one_alone_does_not_fit_it_takes_as_little_as_it_can() {
        assert_eq!(of(bounds(Some(700), None, None)), (1, true));
        assert_eq!(of(bounds(Some(1), None, Some(4))), (1, true));
    }

    #[test]
    fn a_number_is_kept_unless_a_limit_is_given_with_it() {
        assert_eq!(of(bounds(None, Some(600), Some(4))), (4, false));
        assert_eq!(of(bounds(Some(1_100), Some(600), Some(4))), (2, false));
        assert_eq!(of(bounds(Some(64_000), None, Some(4))), (4, false));
    }

    #[test]
    fn runs_of_nuitka_take_memory_themselves() {
        let parallel = |limit: Option<u64>| Parallel {
            jobs: 8,
            limit_bytes: limit.map(|mib| mib * MIB),
            compiler_bytes: 400 * MIB,
            ..Parallel::default()
        };
        assert_eq!(runs_at_a_time(&parallel(Some(3_300)), 9), 4);
        assert_eq!(runs_at_a_time(&parallel(Some(100)), 9), 1);
        assert_eq!(runs_at_a_time(&parallel(None), 9), 8);
        assert_eq!(runs_at_a_time(&parallel(None), 2), 2);
        assert_eq!(runs_at_a_time(&parallel(None), 0), 1);
    }

    #[test]
    fn what_nobody_has_seen_is_expected() {
        let found = parallel(bounds(Some(1_300), None, None), None);
        assert_eq!((found.jobs, found.is_seen), (2, false));
    }

    #[test]
    fn want_of_memory_is_told_by_what_was_said_or_by_the_signal() {
        let exit = Ending::Exit(1);
        let told = |said: &str| ran_out(exit, said);
        assert_eq!(
            told("x\n  gcc: fatal error: Killed signal terminated program cc1\ncompilation terminated.").as_deref(),
            Some("gcc: fatal error: Killed signal terminated program cc1")
        );
        for said in [
            "cc1: out of memory allocating 65536 bytes after a total of 3.9e9 bytes",
            "collect2: fatal error: ld terminated with signal 9 [Killed]",
            "/usr/bin/ld: final link failed: memory exhausted",
            "clang: error: unable to execute command: Killed",
            "module.app.c: fatal error C1060: compiler is out of heap space",
            "MemoryError",
        ] {
            assert_eq!(told(said).as_deref(), Some(said));
        }
        assert!(ran_out(Ending::Signal(9), "").is_some());
        assert!(ran_out(Ending::Exit(137), "").is_some());
        assert_eq!(told("app.c:3: error: expected ';'"), None);
        assert_eq!(ran_out(Ending::Signal(11), "Segmentation fault"), None);
    }

    #[test]
    fn the_advice_is_the_next_step() {
        let parallel = |jobs, is_low_memory| Parallel {
            jobs,
            is_low_memory,
            ..Parallel::default()
        };
        assert_eq!(
            advice(&parallel(4, false), Some(3_000 * MIB), true, false),
            "4 compilers ran at a time: give --jobs 2, or --memory with less than the 3000M that all held"
        );
        assert!(advice(&parallel(1, false), None, true, false).contains("--memory 1,"));
        let last = advice(&parallel(1, true), None, false, true);
        assert!(
            last.contains("leave out --lto") && last.contains("--dependencies c"),
            "{last}"
        );
    }
}
