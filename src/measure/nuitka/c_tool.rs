//! Which tool keeps compiled C. It depends on the system and the compiler: Nuitka takes ccache for gcc and clang, and brings one
//! of its own for Microsoft's compiler.
use std::path::{Path, PathBuf};

use super::super::compilation::CCache;

/// What a machine has, as far as it decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Machine<'a> {
    /// `linux`, `macos`, `windows`.
    pub system: &'a str,
    /// `$CC`.
    pub cc: Option<&'a str>,
    /// Options for Nuitka that name a compiler, among others.
    pub options: &'a [String],
    /// Whether a shell set up for Microsoft's compiler, or an installation of it, is there.
    pub has_msvc: bool,
    /// ccache.
    pub ccache: Option<&'a Path>,
    /// sccache.
    pub sccache: Option<&'a Path>,
}

/// The tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum CTool {
    /// ccache, found by Nuitka itself.
    Ccache,
    /// clcache, which Nuitka brings.
    Clcache,
    /// sccache in place of ccache.
    Sccache(PathBuf),
    /// ccache, which Nuitka fetches.
    Fetched,
    /// None: every file is compiled each time.
    None,
}

/// The tool of a machine.
pub(super) fn choose(machine: &Machine) -> CTool {
    if is_msvc(machine) {
        return CTool::Clcache;
    }
    match (machine.ccache, machine.sccache) {
        (Some(_), _) => CTool::Ccache,
        (None, Some(path)) => CTool::Sccache(path.to_owned()),
        (None, None) if matches!(machine.system, "windows" | "macos") => CTool::Fetched,
        (None, None) => CTool::None,
    }
}

/// Whether Nuitka compiles with Microsoft's compiler, or with clang in its manner.
fn is_msvc(machine: &Machine) -> bool {
    let has = |option: &str| {
        machine
            .options
            .iter()
            .any(|other| other.split('=').next() == Some(option))
    };
    if machine.system != "windows" || has("--mingw64") || has("--zig") {
        return false;
    }
    let name = machine.cc.and_then(|cc| cc.rsplit(['/', '\\']).next());
    let name = name.map(|name| name.trim_end_matches(".exe").to_ascii_lowercase());
    match name.as_deref() {
        Some("cl" | "clang-cl") => true,
        Some(_) => false,
        None => has("--msvc") || machine.has_msvc,
    }
}

/// What Nuitka says of clcache in its log; `None` where it says nothing.
pub(super) fn clcache_counted(log: &str) -> Option<CCache> {
    let line = log.lines().find(|line| line.contains("C files using clcache with"))?;
    let mut numbers = line
        .split_once("clcache with")?
        .1
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|word| word.parse().ok());
    Some(CCache {
        hits: numbers.next()?,
        misses: numbers.next()?,
        ..CCache::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn machine(system: &str) -> Machine<'_> {
        Machine {
            system,
            cc: None,
            options: &[],
            has_msvc: false,
            ccache: None,
            sccache: None,
        }
    }

    #[test]
    fn on_windows_it_depends_on_the_compiler() {
        // A prompt of Visual Studio; a plain one, where Nuitka fetches a compiler; one with scoop's tools.
        let prompt = Machine {
            has_msvc: true,
            ..machine("windows")
        };
        assert_eq!(choose(&prompt), CTool::Clcache);
        assert_eq!(choose(&machine("windows")), CTool::Fetched);
        let scoop = Machine {
            ccache: Some(Path::new("C:/scoop/shims/ccache.exe")),
            ..prompt
        };
        assert_eq!(choose(&scoop), CTool::Clcache);
        let mingw = ["--mingw64".to_owned()];
        assert_eq!(
            choose(&Machine {
                options: &mingw,
                ..scoop
            }),
            CTool::Ccache
        );
        let cc = |cc| choose(&Machine { cc: Some(cc), ..scoop });
        assert_eq!(cc(r"C:\mingw\bin\gcc.exe"), CTool::Ccache);
        assert_eq!(cc(r"C:\LLVM\bin\clang-cl.exe"), CTool::Clcache);
        let asked = ["--msvc=latest".to_owned()];
        assert_eq!(
            choose(&Machine {
                options: &asked,
                ..machine("windows")
            }),
            CTool::Clcache
        );
    }

    #[test]
    fn elsewhere_it_is_what_is_installed() {
        let sccache = Machine {
            sccache: Some(Path::new("/usr/bin/sccache")),
            has_msvc: true,
            ..machine("linux")
        };
        assert_eq!(choose(&sccache), CTool::Sccache("/usr/bin/sccache".into()));
        let both = Machine {
            ccache: Some(Path::new("/usr/bin/ccache")),
            ..sccache
        };
        assert_eq!(choose(&both), CTool::Ccache);
        assert_eq!(choose(&machine("linux")), CTool::None);
        assert_eq!(choose(&machine("macos")), CTool::Fetched);
    }

    #[test]
    fn what_clcache_did_stands_in_nuitkas_log() {
        let log = "Nuitka-Scons: Backend C compiler: cl (cl 14.3).\n\
                   Nuitka-Scons: Compiled 29 C files using clcache with 27 cache hits and 2 cache misses.\n";
        let found = clcache_counted(log).unwrap();
        assert_eq!((found.hits, found.misses), (27, 2));
        assert_eq!(clcache_counted("Nuitka-Scons: Compiled 9 C files using ccache."), None);
    }
}
