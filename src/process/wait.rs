//! Waiting for a child: until it ends, runs out of time, or the user interrupts; then ending what is left of its group.
use std::process::Child;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use wait4::{ResUse, Wait4};

use super::interrupt::interrupted;
use super::memory;

/// How often time and interruption are looked at, and memory is sampled.
const TICK: Duration = Duration::from_millis(50);

/// Looking at every process takes time itself: not at each tick.
const SAMPLE_TICKS: u64 = 4;

/// How long a process group that was asked to end may take before it is killed.
const GRACE: Duration = Duration::from_secs(1);

/// What a child left behind.
pub(super) struct Waited {
    pub used: ResUse,
    pub wall: Duration,
    pub stopped: Option<Stopped>,
    pub group_peak_bytes: Option<u64>,
    pub own_cpu: Option<Duration>,
}

/// Why a child was ended from here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stopped {
    TimedOut,
    Interrupted,
}

/// What the watcher saw.
struct Watched {
    stopped: Option<Stopped>,
    group_peak_bytes: Option<u64>,
}

/// Waits for the end of `child`, the leader of a process group of its own that was started at `started`.
pub(super) fn wait(child: Child, started: Instant, timeout: Duration, sample: bool) -> std::io::Result<Waited> {
    let group = child.id();
    let (ended, end) = channel::<()>();
    let watcher = std::thread::spawn(move || watch(group, &end, started, timeout, sample));
    // Not reaped yet: until then its number stands for no other process, and can be sent signals.
    let seen = system::until_ended(group);
    let wall = started.elapsed();
    // Only now is it complete, and only until it is reaped is it to be had.
    let own_cpu = super::own_cpu::of(group, system::ticks_per_second());
    drop(ended);
    let watched = watcher.join().unwrap_or(Watched {
        stopped: None,
        group_peak_bytes: None,
    });
    // Whatever it left running in its group.
    system::kill(group);
    let used = child.wait4()?;
    seen?;
    Ok(Waited {
        used,
        wall,
        stopped: watched.stopped,
        group_peak_bytes: watched.group_peak_bytes,
        own_cpu,
    })
}

fn watch(group: u32, end: &Receiver<()>, started: Instant, timeout: Duration, sample: bool) -> Watched {
    let mut watched = Watched {
        stopped: None,
        group_peak_bytes: None,
    };
    let mut asked: Option<Instant> = None;
    for tick in 0_u64.. {
        if sample && tick % SAMPLE_TICKS == 0 {
            watched.group_peak_bytes = watched
                .group_peak_bytes
                .max(memory::group_bytes(group, system::page_bytes()));
        }
        if end.recv_timeout(TICK) != Err(RecvTimeoutError::Timeout) {
            return watched;
        }
        match asked {
            Some(since) if since.elapsed() > GRACE => system::kill(group),
            Some(_) => {}
            None => {
                watched.stopped = match (interrupted(), started.elapsed() > timeout) {
                    (true, _) => Some(Stopped::Interrupted),
                    (_, true) => Some(Stopped::TimedOut),
                    _ => None,
                };
                if watched.stopped.is_some() {
                    system::ask_to_end(group);
                    asked = Some(Instant::now());
                }
            }
        }
    }
    watched
}

#[cfg(unix)]
mod system {
    //! Signals and waiting without reaping.
    use rustix::io::Errno;
    use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};

    pub fn until_ended(group: u32) -> std::io::Result<()> {
        let Some(pid) = number(group) else { return Ok(()) };
        loop {
            match waitid(WaitId::Pid(pid), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT) {
                Err(Errno::INTR) => {}
                result => return result.map(|_| ()).map_err(Into::into),
            }
        }
    }

    pub fn ask_to_end(group: u32) {
        send(group, Signal::TERM);
    }

    pub fn kill(group: u32) {
        send(group, Signal::KILL);
    }

    pub fn page_bytes() -> u64 {
        rustix::param::page_size() as u64
    }

    pub fn ticks_per_second() -> u64 {
        rustix::param::clock_ticks_per_second()
    }

    fn send(group: u32, signal: Signal) {
        // A group that is gone already is not an error.
        let _ = number(group).map(|pid| kill_process_group(pid, signal));
    }

    fn number(group: u32) -> Option<Pid> {
        Pid::from_raw(i32::try_from(group).ok()?)
    }
}

#[cfg(not(unix))]
mod system {
    //! Without process groups: `wait4` waits, and what runs out of time is not ended.
    pub fn until_ended(_group: u32) -> std::io::Result<()> {
        Ok(())
    }
    pub fn ask_to_end(_group: u32) {}
    pub fn kill(_group: u32) {}
    pub fn page_bytes() -> u64 {
        4096
    }
    pub fn ticks_per_second() -> u64 {
        100
    }
}
