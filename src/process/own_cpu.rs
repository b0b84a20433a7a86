//! The processor time of a process without its descendants, from `/proc`.
use std::time::Duration;

/// That of a process which has ended and is not reaped yet; `None` where there is no `/proc`.
pub(super) fn of(process: u32, ticks_per_second: u64) -> Option<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let ticks = ticks(&stat)?;
    Some(Duration::from_millis(
        (ticks * 1000).checked_div(ticks_per_second).unwrap_or(0),
    ))
}

/// Fields 14 and 15 of `/proc/PID/stat` (proc(5)) together: user and system. Field 2 is a name that may hold anything.
fn ticks(stat: &str) -> Option<u64> {
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let mut next = || fields.next()?.parse::<u64>().ok();
    Some(next()? + next()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_and_system_time_are_counted_behind_the_name() {
        let stat = "77 (a) b (c) Z 1 55 55 0 -1 4194304 1 2 3 4 250 30 9000 400 20 0 1 0 999 0 0";
        assert_eq!(ticks(stat), Some(280));
        assert_eq!(ticks("77 (a) Z 1"), None);
    }
}
