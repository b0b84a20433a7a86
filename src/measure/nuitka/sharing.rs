//! Compiling on more than one machine: ccache's remote storage, and what hands the compiler's calls to other hosts.
use std::collections::BTreeMap;
use std::path::Path;

use super::super::compilation::{Launcher, Shared};
use super::super::worth::Layer;
use super::caches::Folders;
use super::{BuildOrder, Missing};
use crate::process::Job;

/// The log of the launcher in the folder of a build.
const LOG: &str = "distcc.log";

/// What is missing for what the user wants.
pub(super) fn missing(order: &BuildOrder, has_ccache: bool, has: impl Fn(&str) -> bool) -> Vec<Missing> {
    let mut all = Vec::new();
    let wants = order.launcher.is_some() || order.remote_cache.is_some();
    if wants && !(has_ccache && order.layers.contains(&Layer::Ccache)) {
        all.push(Missing {
            tool: "ccache".to_owned(),
            why: "--remote-cache and --launcher work through it".to_owned(),
            how: "install it, and leave `ccache` in --cache".to_owned(),
        });
    }
    if let Some(launcher) = order.launcher.filter(|launcher| !has(launcher.program())) {
        let name = launcher.program();
        all.push(Missing {
            tool: name.to_owned(),
            why: format!("--launcher {name} starts compilers through it"),
            how: format!("get it with your system's package `{name}`, on this machine and on the others"),
        });
    }
    all
}

/// A job of Nuitka whose C compilers use what is shared.
pub(super) fn with(job: Job, order: &BuildOrder, folders: &Folders) -> Job {
    let mut job = job;
    if let Some(remote) = &order.remote_cache {
        let storage = storage(remote, &std::env::current_dir().unwrap_or_default());
        // The name until ccache 4.7, and since.
        job = job
            .env("CCACHE_SECONDARY_STORAGE", &storage)
            .env("CCACHE_REMOTE_STORAGE", &storage);
    }
    if let Some(launcher) = order.launcher {
        job = job.env("CCACHE_PREFIX", launcher.program());
        if launcher == Launcher::Distcc {
            job = job
                .env("DISTCC_LOG", folders.fresh.join(LOG))
                .env("DISTCC_VERBOSE", "0");
        }
    }
    job
}

/// How many compilers the hosts take together; `None` where that is not told.
pub(super) fn slots(launcher: Launcher) -> Option<u16> {
    if launcher != Launcher::Distcc {
        return None;
    }
    let done = Job::new(launcher.program()).arg("-j").run().ok()?;
    done.stdout.text().trim().parse().ok().filter(|slots| *slots > 0)
}

/// A URL as it is; a folder as the URL that ccache takes.
fn storage(given: &str, here: &Path) -> String {
    let is_url = given
        .split_once(':')
        .is_some_and(|(scheme, _)| scheme.len() > 1 && !scheme.contains(['/', '\\']));
    if is_url {
        given.to_owned()
    } else {
        format!("file:{}", here.join(given).display())
    }
}

/// What was compiled where.
pub(super) fn shared(order: &BuildOrder, folders: &Folders) -> Option<Shared> {
    let launcher = order.launcher?;
    let log = std::fs::read_to_string(folders.fresh.join(LOG)).unwrap_or_default();
    Some(Shared {
        launcher,
        jobs: by_host(&log),
        why: (launcher == Launcher::Icecc)
            .then(|| "icecc tells its scheduler, not its callers, where it compiles".to_owned()),
    })
}

/// Counts distcc's log: `compile FILE on HOST completed ok`, where HOST has a limit of jobs behind a slash.
fn by_host(log: &str) -> BTreeMap<String, u64> {
    let mut found = BTreeMap::new();
    for line in log.lines() {
        let host = || {
            let said = line.split_once("] compile ")?.1.strip_suffix(" completed ok")?;
            said.rsplit_once(" on ")?.1.split('/').next().map(str::to_owned)
        };
        if let Some(host) = host() {
            *found.entry(host).or_insert(0) += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jobs_are_counted_by_host() {
        // Of distcc 3.4, with two daemons on this host and one that is not there.
        let log = "distcc[605] compile from a1.c to a1.o\n\
            distcc[605] cpp a1.c on localhost completed ok\n\
            distcc[605] compile a1.c on 127.0.0.1:13631/2 completed ok\n\
            distcc[615] compile a2.c on 127.0.0.1:13632/2 completed ok\n\
            distcc[625] compile a3.c on 127.0.0.1:13631/2 completed ok\n\
            distcc[652] ERROR: nonblocking connect to 127.0.0.1:1 failed: Connection refused\n\
            distcc[652] Warning: failed to distribute a6.c to 127.0.0.1:1, running locally instead\n\
            distcc[652] compile a6.c on localhost completed ok\n";
        let expected = [("127.0.0.1:13631", 2), ("127.0.0.1:13632", 1), ("localhost", 1)];
        assert_eq!(
            by_host(log),
            expected.map(|(host, count)| (host.to_owned(), count)).into()
        );
        assert!(by_host("").is_empty());
    }

    #[test]
    fn a_folder_is_a_storage_too() {
        let of = |given| storage(given, Path::new("/w"));
        assert_eq!(of("redis://cache:6379"), "redis://cache:6379");
        assert_eq!(
            of("http://cache/objects|layout=bazel"),
            "http://cache/objects|layout=bazel"
        );
        assert_eq!(of("file:/net/cache"), "file:/net/cache");
        assert_eq!(of("/net/cache"), "file:/net/cache");
        assert_eq!(of("../cache"), "file:/w/../cache");
    }

    #[test]
    fn both_need_ccache_and_a_launcher_its_program() {
        let mut order = super::super::arguments::tests::order(super::super::super::compilation::Mode::Standalone);
        order.layers = vec![Layer::Ccache];
        assert_eq!(missing(&order, false, |_| false), []);
        order.launcher = Some(Launcher::Distcc);
        let tools = |missing: Vec<Missing>| missing.into_iter().map(|missing| missing.tool).collect::<Vec<_>>();
        assert_eq!(tools(missing(&order, false, |_| true)), ["ccache"]);
        assert_eq!(tools(missing(&order, true, |_| false)), ["distcc"]);
        assert!(missing(&order, true, |name| name == "distcc").is_empty());
        order.layers.clear();
        assert_eq!(tools(missing(&order, true, |_| true)), ["ccache"]);
    }
}
