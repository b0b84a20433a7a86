//! Help for the tests of this room: a program from inline texts, and what is decided about one of its modules.
//!
//! It never reads a file: installed packages are texts, too, and `dockyard` is always there, and heavy.
mod checks;
mod outcome;

pub(super) use checks::{
    check, check_deferred, check_kept, check_one_kept, check_reasons, check_reasons_of, check_text, check_untouched,
    rewritten,
};

use rustc_hash::FxHashMap;

use super::{Assurance, Kept, Options, Selection, Strategy};
use crate::graph::Kind;
use crate::project::bare_startup_modules;
use crate::semantics;
use crate::semantics::ModuleFacts;

/// The heavy package of every case.
const DOCKYARD: [(&str, &str); 3] = [
    (
        "dockyard",
        "SIZE = 3\n\nclass Ship:\n    pass\n\nclass Error(Exception):\n    pass\n\ndef connect(*args):\n    return args\n",
    ),
    ("dockyard.hull", "def build():\n    return 1\n"),
    ("dockyard.sails", "def hoist():\n    return 2\n"),
];

/// A program in memory, and the settings to judge it with.
#[derive(Clone)]
pub(super) struct Case {
    texts: Vec<(String, String, Kind)>,
    stubs: Vec<(String, String)>,
    ignored: Vec<(String, String)>,
    started: Vec<String>,
    scripts: Vec<String>,
    waived: Vec<(String, Vec<Kept>)>,
    edits_tests: bool,
    options: Options,
}

impl Case {
    /// First-party modules. A module is a package where another is below it.
    pub fn new(modules: &[(&str, &str)]) -> Self {
        let case = Case {
            texts: Vec::new(),
            stubs: Vec::new(),
            ignored: Vec::new(),
            started: Vec::new(),
            scripts: Vec::new(),
            waived: Vec::new(),
            edits_tests: true,
            options: Options {
                heavy: vec!["dockyard".to_owned()],
                eager: Vec::new(),
                target: (3, 12),
                strategies: Strategy::ALL
                    .into_iter()
                    .filter(|&strategy| strategy != Strategy::LazyModules)
                    .collect(),
                forbids_inline: None,
                bare: bare_startup_modules().iter().map(|name| (*name).to_owned()).collect(),
                quote_annotations: false,
                scripts: Vec::new(),
                offered: Vec::new(),
                starts: None,
                selection: Selection::Useful,
                all_reasons: true,
                strict: false,
                assurance: Assurance::Proven,
                waived: FxHashMap::default(),
            },
        };
        case.with(&DOCKYARD, Kind::Site).with(modules, Kind::FirstParty)
    }

    fn with(mut self, modules: &[(&str, &str)], kind: Kind) -> Self {
        for (name, text) in modules {
            self.texts.retain(|(known, _, _)| known != name);
            self.texts.push(((*name).to_owned(), dedent(text), kind));
        }
        self
    }

    /// More first-party modules.
    pub fn and(self, modules: &[(&str, &str)]) -> Self {
        self.with(modules, Kind::FirstParty)
    }

    /// Tests of the project.
    pub fn tests(self, modules: &[(&str, &str)]) -> Self {
        self.with(modules, Kind::Test)
    }

    /// The same where tests are not edited, as they are not unless they are given.
    pub fn leaving_tests(self) -> Self {
        Case {
            edits_tests: false,
            ..self
        }
    }

    /// Examples, scripts of the documentation and the like.
    pub fn beside(self, modules: &[(&str, &str)]) -> Self {
        self.with(modules, Kind::Beside)
    }

    /// Installed packages.
    pub fn site(self, modules: &[(&str, &str)]) -> Self {
        self.with(modules, Kind::Site)
    }

    /// Modules of the standard library whose files were read, as they are where everything is heavy.
    pub fn standard(self, modules: &[(&str, &str)]) -> Self {
        self.with(modules, Kind::Standard)
    }

    /// The stub file of a module.
    pub fn stub(mut self, module: &str, text: &str) -> Self {
        self.stubs.push((module.to_owned(), dedent(text)));
        self
    }

    pub fn heavy(mut self, patterns: &[&str]) -> Self {
        self.options.heavy = patterns.iter().map(|pattern| (*pattern).to_owned()).collect();
        self
    }

    pub fn eager(mut self, pattern: &str) -> Self {
        self.options.eager.push(pattern.to_owned());
        self
    }

    /// Nothing was said about what is heavy, and these are the modules that a user starts.
    pub fn starts(mut self, modules: &[&str]) -> Self {
        self.options.starts = Some(modules.iter().map(|name| (*name).to_owned()).collect());
        self
    }

    pub fn target(mut self, minor: u8) -> Self {
        self.options.target = (3, minor);
        self
    }

    pub fn strategies(mut self, strategies: &[Strategy]) -> Self {
        self.options.strategies = strategies.to_vec();
        self
    }

    /// A name in another file of the project, such as `app.cli:main`.
    pub fn started(mut self, name: &str) -> Self {
        self.started.push(name.to_owned());
        self
    }

    /// What a command of the project calls, such as `app.cli:main`.
    pub fn command(mut self, name: &str) -> Self {
        self.scripts.push(name.to_owned());
        self.started(name)
    }

    /// A module that an entry point offers to others.
    pub fn offered(mut self, module: &str) -> Self {
        self.options.offered.push(module.to_owned());
        self
    }

    /// `annotations = "quote"`.
    pub fn quoting(mut self) -> Self {
        self.options.quote_annotations = true;
        self
    }

    /// `strict`.
    pub fn strict(mut self) -> Self {
        self.options.strict = true;
        self
    }

    /// `per-file-ignores`.
    pub fn ignore(mut self, module: &str, code: &str) -> Self {
        self.ignored.push((module.to_owned(), code.to_owned()));
        self
    }

    fn facts(text: &str) -> ModuleFacts {
        semantics::analyse(text, crate::rules::Rules::builtin())
            .unwrap_or_else(|problem| panic!("{}: {text}", problem.message))
    }

    /// The text of a module.
    pub fn text_of(&self, module: &str) -> &str {
        self.text(module)
    }

    fn text(&self, module: &str) -> &str {
        let found = self.texts.iter().find(|(name, _, _)| name == module);
        &found.unwrap_or_else(|| panic!("no module {module}")).1
    }

    /// These reasons of all imports of a module are supposed to hold no more.
    pub fn waiving(mut self, module: &str, kept: &[Kept]) -> Self {
        self.waived.push((module.to_owned(), kept.to_vec()));
        self
    }
}

impl From<&str> for Case {
    /// A module `app.images` alone in its package.
    fn from(text: &str) -> Self {
        Case::new(&[("app", ""), ("app.images", text)])
    }
}

impl<const N: usize> From<[(&str, &str); N]> for Case {
    fn from(modules: [(&str, &str); N]) -> Self {
        Case::new(&modules)
    }
}

/// Takes away a first empty line and what all lines are indented by.
pub(super) fn dedent(text: &str) -> String {
    let text = text.strip_prefix('\n').unwrap_or(text);
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let margin = lines
        .map(|line| line.len() - line.trim_start().len())
        .min()
        .unwrap_or_default();
    let body: String = text
        .split_inclusive('\n')
        .map(|line| line.get(margin..).unwrap_or_else(|| line.trim_start_matches(' ')))
        .collect();
    // The line that the closing quotes stand on.
    let end = body.trim_end_matches(' ').len();
    body[..end].to_owned()
}
