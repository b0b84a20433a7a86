//! How much memory may still be taken: what the machine has left, and what control groups (containers, CI jobs) leave of it.
use std::path::Path;

/// Bytes that may be taken without anything being killed or swapped; `None` where the system does not tell.
pub fn available_bytes() -> Option<u64> {
    below(Path::new("/"))
}

fn below(root: &Path) -> Option<u64> {
    let machine = meminfo(&std::fs::read_to_string(root.join("proc/meminfo")).ok()?);
    let groups = std::fs::read_to_string(root.join("proc/self/cgroup")).unwrap_or_default();
    let left = groups.lines().filter_map(|line| group(root, line));
    machine.into_iter().chain(left).min()
}

/// What the machine has left, caches that it would give up included.
fn meminfo(text: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

/// What a line of `/proc/self/cgroup` (cgroups(7)) and the groups around it leave.
fn group(root: &Path, line: &str) -> Option<u64> {
    let (controllers, path) = line.split_once(':')?.1.split_once(':')?;
    let (mount, limit, used, cache) = match controllers {
        "" => ("sys/fs/cgroup", "memory.max", "memory.current", "inactive_file"),
        some if some.split(',').any(|name| name == "memory") => (
            "sys/fs/cgroup/memory",
            "memory.limit_in_bytes",
            "memory.usage_in_bytes",
            "total_inactive_file",
        ),
        _ => return None,
    };
    let mount = root.join(mount);
    // In a container the path may be one of the host, of which only the nearest group is seen, at the top.
    let own = mount.join(path.trim_start_matches('/'));
    let around = own.ancestors().take_while(|folder| folder.starts_with(&mount));
    let left = |folder: &Path| {
        let number =
            |file: &str| -> Option<u64> { std::fs::read_to_string(folder.join(file)).ok()?.trim().parse().ok() };
        let stat = std::fs::read_to_string(folder.join("memory.stat")).unwrap_or_default();
        let reclaimable: u64 = stat
            .lines()
            .find_map(|line| line.strip_prefix(cache)?.trim().parse().ok())
            .unwrap_or(0);
        // What is not a number, such as `max`, is not a limit.
        Some(number(limit)?.saturating_sub(number(used)?.saturating_sub(reclaimable)))
    };
    around.filter_map(left).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn machine(files: &[(&str, &str)]) -> Option<u64> {
        let root = tempfile::tempdir().unwrap();
        let meminfo = ("proc/meminfo", "MemTotal: 9000 kB\nMemAvailable:    2048 kB\n");
        for (path, text) in files.iter().chain([&meminfo]) {
            let path = root.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        below(root.path())
    }

    #[test]
    fn without_groups_it_is_what_the_machine_has() {
        assert_eq!(machine(&[]), Some(2 << 20));
        assert_eq!(machine(&[("proc/self/cgroup", "0::/\n1:cpu:/x\n")]), Some(2 << 20));
        assert_eq!(below(Path::new("/no/such")), None);
        assert!(available_bytes().is_none_or(|bytes| bytes > 0));
    }

    #[test]
    fn the_nearest_limit_counts_and_caches_are_given_up() {
        let group = [
            ("proc/self/cgroup", "0::/ci/job\n"),
            ("sys/fs/cgroup/ci/job/memory.max", "max\n"),
            ("sys/fs/cgroup/ci/job/memory.current", "10\n"),
            ("sys/fs/cgroup/ci/memory.max", "1000000\n"),
            ("sys/fs/cgroup/ci/memory.current", "700000\n"),
            ("sys/fs/cgroup/ci/memory.stat", "anon 600000\ninactive_file 100000\n"),
        ];
        assert_eq!(machine(&group), Some(400_000));
    }

    #[test]
    fn the_first_version_of_groups_counts_too() {
        let group = [
            ("proc/self/cgroup", "5:cpu,cpuacct:/docker/a\n4:memory:/docker/a\n"),
            // Seen from inside the container: at the top.
            ("sys/fs/cgroup/memory/memory.limit_in_bytes", "500000\n"),
            ("sys/fs/cgroup/memory/memory.usage_in_bytes", "200000\n"),
        ];
        assert_eq!(machine(&group), Some(300_000));
    }
}
