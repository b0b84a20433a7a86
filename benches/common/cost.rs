//! What running a process costs: its processor time, user and system, of itself and its children. Medians and spreads.
//!
//! Times come from the kernel's account of ended children, so only one child may run at a time.
use std::io;
use std::process::{Command, Output, Stdio};

use nix::sys::resource::{Usage, UsageWho, getrusage};

/// Runs `command` to its end and gives its output with its processor time in milliseconds.
pub fn run(command: &mut Command) -> io::Result<(Output, f64)> {
    let before = children()?;
    let output = command.stdin(Stdio::null()).output()?;
    Ok((output, cpu_ms(&children()?) - cpu_ms(&before)))
}

/// The kernel's account of all children that have ended.
pub fn children() -> io::Result<Usage> {
    getrusage(UsageWho::RUSAGE_CHILDREN).map_err(io::Error::from)
}

fn cpu_ms(usage: &Usage) -> f64 {
    let (user, system) = (usage.user_time(), usage.system_time());
    (user.tv_sec() + system.tv_sec()) as f64 * 1e3 + (user.tv_usec() + system.tv_usec()) as f64 / 1e3
}

/// The order in which several things are measured: there and back again, so that a machine that slows down or speeds up
/// treats all alike. Gives indices below `things`, `rounds` times A B C C B A.
pub fn interleaved(things: usize, rounds: usize) -> impl Iterator<Item = usize> {
    (0..rounds).flat_map(move |_| (0..things).chain((0..things).rev()))
}

/// The median, with the quarters of the values below and above which the rest lies. Zeros for no values.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Spread {
    /// A quarter of the values lies below.
    pub low: f64,
    /// The median.
    pub median: f64,
    /// A quarter of the values lies above.
    pub high: f64,
}

impl Spread {
    /// Of `values`, in any order.
    pub fn of(values: &[f64]) -> Spread {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let at = |share: f64| -> f64 {
            let place = share * sorted.len().saturating_sub(1) as f64;
            let (below, above) = (place.floor() as usize, place.ceil() as usize);
            match (sorted.get(below), sorted.get(above)) {
                (Some(one), Some(other)) => one + (other - one) * place.fract(),
                _ => 0.0,
            }
        };
        Spread {
            low: at(0.25),
            median: at(0.5),
            high: at(0.75),
        }
    }
}
