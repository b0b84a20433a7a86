//! How much memory processes hold, from `/proc`; `None` where there is none.
use std::path::Path;

/// The most memory in bytes that this process ever held.
pub(super) fn own_peak_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    peak_in(&status)
}

fn peak_in(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

/// The memory in bytes that all processes of a process group hold now; pages that they share count for each.
pub(super) fn group_bytes(group: u32, page_bytes: u64) -> Option<u64> {
    let entries = std::fs::read_dir("/proc").ok()?;
    let pages = entries.flatten().filter_map(|entry| {
        let name = entry.file_name();
        let is_process = name.to_str()?.bytes().all(|byte| byte.is_ascii_digit());
        let stat = is_process.then(|| std::fs::read_to_string(Path::new("/proc").join(&name).join("stat")).ok())?;
        let (of_group, pages) = group_and_pages(&stat?)?;
        (of_group == group).then_some(pages)
    });
    Some(pages.sum::<u64>() * page_bytes)
}

/// Fields 5 and 24 of `/proc/PID/stat` (proc(5)). Field 2 is a name that may hold blanks and parentheses: count behind it.
fn group_and_pages(stat: &str) -> Option<(u32, u64)> {
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
    let group = fields.nth(2)?.parse().ok()?;
    let pages = fields.nth(18)?.parse().ok()?;
    Some((group, pages))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_counted_behind_the_name() {
        let stat =
            "77 (a) b (c) S 1 55 55 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 999 1000000 321 18446744073709551615 1";
        assert_eq!(group_and_pages(stat), Some((55, 321)));
        assert_eq!(group_and_pages("77 (a) S 1"), None);
        assert_eq!(group_and_pages(""), None);
    }

    #[test]
    fn the_peak_is_in_kibibytes() {
        assert_eq!(peak_in("Name:\tx\nVmHWM:\t    2048 kB\nVmRSS:\t 1 kB\n"), Some(2 << 20));
        assert_eq!(peak_in("Name:\tx\n"), None);
    }
}
