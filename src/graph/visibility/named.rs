//! Names of modules and of their attributes in texts: `app.cli:main`, wherever it is written.
use super::look::Look;
use super::{Sighting, Visibility, note};
use crate::graph::program::{Entity, Kind, ModuleId, Program};
use crate::syntax::Span;

/// Names that the project's other files give to what they start: they are read from outside.
pub(super) fn started(program: &Program, seen: &mut Visibility) {
    for name in &program.started {
        let dotted = name.replace(':', ".");
        if let Some((module, attributes)) = found(program, &dotted) {
            let at = Sighting {
                module,
                span: Span::default(),
            };
            for key in passed(program, module, &attributes) {
                note(&mut seen.read, key, at);
            }
        }
    }
}

/// The module that a dotted name begins with, and the attributes behind it.
fn found(program: &Program, dotted: &str) -> Option<(ModuleId, Vec<String>)> {
    let parts: Vec<&str> = dotted.split('.').collect();
    let longest = (1..=parts.len())
        .rev()
        .find_map(|count| Some((program.find(&parts[..count].join("."))?, count)));
    let (module, count) = longest?;
    Some((module, parts[count..].iter().map(|part| (*part).to_owned()).collect()))
}

/// The attributes of modules that somebody passes who follows `attributes` from a module.
fn passed(program: &Program, module: ModuleId, attributes: &[String]) -> Vec<(ModuleId, String)> {
    let mut keys = Vec::new();
    let mut at_module = module;
    for name in attributes {
        keys.push((at_module, name.clone()));
        let import = program.imports_of(at_module, name).first().copied();
        match import.and_then(|import| program.imported(at_module, import)) {
            Some(Entity::Module(next)) => at_module = next,
            _ => break,
        }
    }
    keys
}

impl Look<'_> {
    /// A string in which dotted names may stand: `"app.m.n"`, `"app.m:n"`, a pickle's `capp.m\nn\n`.
    pub(super) fn text(&mut self, text: &str, replaces: bool, keywords: &[String], at: Sighting) {
        let is_pickle = text.contains('\n');
        let joined = text.replace([':', '\n'], ".");
        for run in joined.split(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != '.') {
            let run = run.trim_matches('.');
            if run.contains('.') || !keywords.is_empty() {
                self.dotted(run, replaces, keywords, at);
            }
            if is_pickle && run.starts_with('c') {
                self.dotted(&run[1..], replaces, keywords, at);
            }
        }
    }

    fn dotted(&mut self, dotted: &str, replaces: bool, keywords: &[String], at: Sighting) {
        let Some((module, attributes)) = found(self.program, dotted) else {
            return;
        };
        if attributes.is_empty() {
            for keyword in keywords {
                note(&mut self.seen.replaced, (module, keyword.clone()), at);
            }
            // `patch("pkg.sub")` replaces the attribute of the package.
            let last = dotted.rsplit('.').next().unwrap_or_default();
            if replaces && let Some(parent) = self.program.parent(module) {
                note(&mut self.seen.replaced, (parent, last.to_owned()), at);
            }
            return;
        }
        let replaces = replaces || self.program.modules[self.module].kind == Kind::Test;
        let keys = passed(self.program, module, &attributes);
        let all = keys.len() == attributes.len();
        let last = keys.len() - 1;
        for (index, key) in keys.into_iter().enumerate() {
            let map = if replaces && all && index == last {
                &mut self.seen.replaced
            } else {
                &mut self.seen.read
            };
            note(map, key, at);
        }
    }
}
