//! Where a build's time went. Versions of Nuitka tell different things: what one leaves untold is taken from what the system says
//! of its process and from when it said what, else it is `None`, with the reason.
use std::time::Duration;

use super::super::compilation::Stage;
use super::reports::CTimes;
use crate::process::Done;

/// The stage of Nuitka's own work.
pub(super) const ANALYSIS: &str = "analysis and generating C";
/// The stage of the C compilers.
pub(super) const COMPILING: &str = "compiling C";

/// What Nuitka says when the C is there, and compiling it begins.
const C_BEGINS: &str = "Running C compilation via Scons";
/// What it says when all is compiled, and linking begins.
const LINKING: &str = "Backend C linking with";
/// What it says when the program is linked.
/// Not in `rules/`: they are messages of Nuitka.
const LINKED: [&str; 2] = ["C files using", "Cached C files"];

/// Where the time of a run of Nuitka went. What is neither compiling C nor linking is its own work, in Python.
pub(super) fn stages(done: &Done, c_times: Option<CTimes>, nuitka: &str) -> Vec<Stage> {
    let cpu = done.usage.cpu();
    let own = done.usage.own_cpu;
    let seconds = |duration: Duration| duration.as_secs_f64();
    let (analysis, compiling, linking) = match c_times {
        Some(times) => (
            Some((seconds(cpu) - times.compiling - times.linking).max(0.0)),
            Some(times.compiling),
            Some(times.linking),
        ),
        // Compiling and linking are other processes.
        None => (own.map(seconds), own.map(|own| seconds(cpu.saturating_sub(own))), None),
    };
    let [compile, link, linked] = moments(done);
    let between = |from: Option<Duration>, to: Option<Duration>| Some(seconds(to?.checked_sub(from?)?));
    let untold = c_times.is_none();
    vec![
        Stage {
            name: "all".to_owned(),
            cpu_s: Some(seconds(cpu)),
            wall_s: Some(seconds(done.usage.wall)),
            why: None,
        },
        Stage {
            name: ANALYSIS.to_owned(),
            cpu_s: analysis,
            wall_s: compile.map(seconds),
            why: analysis
                .is_none()
                .then(|| format!("neither Nuitka {nuitka} nor this system tells it apart")),
        },
        Stage {
            name: COMPILING.to_owned(),
            cpu_s: compiling,
            wall_s: between(compile, link),
            why: match compiling {
                None => Some(format!("neither Nuitka {nuitka} nor this system tells it apart")),
                Some(_) => untold.then(|| format!("with linking: Nuitka {nuitka} tells only both together")),
            },
        },
        Stage {
            name: "linking".to_owned(),
            cpu_s: linking,
            wall_s: between(link, linked),
            why: untold.then(|| format!("Nuitka {nuitka} counts it with compiling C")),
        },
    ]
}

/// When compiling and linking began, and when all was linked.
fn moments(done: &Done) -> [Option<Duration>; 3] {
    let when = |words: &str| done.stdout.when(words).or_else(|| done.stderr.when(words));
    [when(C_BEGINS), when(LINKING), LINKED.into_iter().filter_map(when).min()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::{Captured, Ending, Usage};

    /// What both 4.0.1 and 4.3.3 say, as recorded; with ccache.
    const SAID: [(&str, u64); 12] = [
        ("Nuitka: Starting Python compilation with:", 2),
        ("Nuitka: Completed Python level compilation and optimization.", 41),
        ("Nuitka: Generating source code for C backend compiler.", 41),
        (
            "Nuitka: Running data composer tool for optimal constant value handling.",
            44,
        ),
        ("Nuitka: Running C compilation via Scons.", 45),
        ("Nuitka-Scons: Backend C compiler: gcc (gcc 12).", 46),
        (
            "Nuitka-Scons: Backend C linking with 10 files (no progress information available for this stage).",
            70,
        ),
        ("Nuitka-Scons: Compiled 9 C files using ccache.", 72),
        (
            "Nuitka-Scons: Cached C files (using ccache) with result 'cache miss': 9",
            72,
        ),
        ("Nuitka: Keeping build directory '/w/dist/.building/main.build'.", 75),
        (
            "Nuitka: Successfully created '/w/dist/.building/main.dist/main.bin'.",
            75,
        ),
        (
            "Nuitka-Reports: Compilation report written to file '/w/report.xml'.",
            76,
        ),
    ];

    fn done(own_cpu: Option<Duration>, said: &[(&str, u64)]) -> Done {
        let mut stdout = Captured::default();
        for (line, second) in said {
            stdout.bytes.extend_from_slice(line.as_bytes());
            stdout.bytes.push(b'\n');
            stdout.arrivals.push((stdout.bytes.len(), Duration::from_secs(*second)));
        }
        Done {
            ending: Ending::Exit(0),
            stdout,
            stderr: Captured::default(),
            usage: Usage {
                user: Duration::from_secs(90),
                system: Duration::from_secs(10),
                wall: Duration::from_secs(77),
                own_cpu,
                ..Usage::default()
            },
        }
    }

    fn shown(stages: &[Stage]) -> String {
        let number = |seconds: Option<f64>| seconds.map_or("-".into(), |seconds| seconds.to_string());
        let line = |stage: &Stage| {
            format!(
                "{}: {} {} {}\n",
                stage.name,
                number(stage.cpu_s),
                number(stage.wall_s),
                stage.why.as_deref().unwrap_or_default()
            )
        };
        stages.iter().map(line).collect()
    }

    #[test]
    fn what_each_c_file_took_tells_all_stages() {
        let times = CTimes {
            compiling: 30.0,
            linking: 2.0,
            ..CTimes::default()
        };
        let all = stages(&done(Some(Duration::from_secs(60)), &SAID), Some(times), "4.3.3");
        insta::assert_snapshot!(shown(&all), @r"
        all: 100 77 
        analysis and generating C: 68 45 
        compiling C: 30 25 
        linking: 2 2 
        ");
    }

    #[test]
    fn without_it_the_process_itself_does() {
        let all = stages(&done(Some(Duration::from_secs(60)), &SAID), None, "4.0.1");
        insta::assert_snapshot!(shown(&all), @r"
        all: 100 77 
        analysis and generating C: 60 45 
        compiling C: 40 25 with linking: Nuitka 4.0.1 tells only both together
        linking: - 2 Nuitka 4.0.1 counts it with compiling C
        ");
    }

    #[test]
    fn what_nobody_tells_has_its_reason() {
        let all = stages(&done(None, &SAID[..2]), None, "4.0.1");
        insta::assert_snapshot!(shown(&all), @r"
        all: 100 77 
        analysis and generating C: - - neither Nuitka 4.0.1 nor this system tells it apart
        compiling C: - - neither Nuitka 4.0.1 nor this system tells it apart
        linking: - - Nuitka 4.0.1 counts it with compiling C
        ");
    }
}
