//! Names of modules and of their attributes in texts: `app.cli:main`, wherever it is written.
use super::held::Held;
use super::look::Look;
use super::{Sighting, Visibility, note, note_way};
use crate::graph::program::{Kind, ModuleId, Program};
use crate::rules::{Group, Rules};
use crate::semantics::facts::{MentionKind, Object, Path, Piece, Touch};
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
            if attributes == ["*"] {
                note(&mut seen.computed, module, at);
                continue;
            }
            for key in program.passed(module, &attributes).into_iter().flatten() {
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

/// Whether a text is a dotted name, or a list of such, and not prose, an address, or where a program starts.
fn is_nothing_but_names(text: &str) -> bool {
    let is_part = |part: &str| {
        let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_';
        part.chars().all(is_letter) && part.starts_with(|first: char| !first.is_ascii_digit())
    };
    let mut words = text.split([' ', ',', '\n']).filter(|word| !word.is_empty());
    words.all(|word| word.contains('.') && word.split('.').all(is_part))
}

impl Look<'_> {
    /// A string in which dotted names may stand: `"app.m.n"`, `"app.m:n"`, a pickle's `capp.m\nn\n`.
    pub(super) fn text(&mut self, text: &str, touch: Touch, keywords: &[String], at: Sighting) {
        self.imports_in(&[Piece::Text(text.to_owned())], at);
        let is_pickle = text.contains('\n');
        let is_target = is_nothing_but_names(text);
        let joined = text.replace([':', '\n'], ".");
        for run in joined.split(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != '.') {
            let run = run.trim_matches('.');
            if run.contains('.') || !keywords.is_empty() {
                self.dotted(run, (touch, is_target), keywords, at);
            }
            if is_pickle && run.starts_with('c') {
                self.dotted(&run[1..], (touch, is_target), keywords, at);
            }
        }
    }

    fn dotted(&mut self, dotted: &str, (touch, is_target): (Touch, bool), keywords: &[String], at: Sighting) {
        let Some((module, attributes)) = found(self.program, dotted) else {
            return;
        };
        if attributes.is_empty() {
            for keyword in keywords {
                self.touched(module, keyword.clone(), Touch::Replace, at);
            }
            // `patch("pkg.sub")` replaces the attribute of the package.
            let last = dotted.rsplit('.').next().unwrap_or_default();
            if touch != Touch::Read
                && let Some(parent) = self.program.parent(module)
            {
                self.touched(parent, last.to_owned(), touch, at);
            }
            return;
        }
        let touch = self.told(touch, is_target);
        let ways = self.program.passed(module, &attributes);
        for (index, (module, name)) in ways.into_iter().flat_map(|keys| keys.into_iter().enumerate()) {
            if name == "__dict__" {
                note_way(&mut self.seen.namespace, module, (at, ".__dict__".to_owned()));
            }
            let is_last = index + 1 == attributes.len();
            self.touched(module, name, if is_last { touch } else { Touch::Read }, at);
        }
    }

    /// What is done with a name that stands in a string: a test that names an attribute, and says no more, may hand the string
    /// to somebody who replaces it, unless all tests say themselves what they replace.
    fn told(&self, touch: Touch, is_target: bool) -> Touch {
        match touch {
            Touch::Read
                if is_target
                    && self.program.modules[self.module].kind == Kind::Test
                    && self.seen.tests_patch_by_variable =>
            {
                Touch::Replace
            }
            touch => touch,
        }
    }

    /// A string that is not known as a whole; `known` are the modules whose names may be the unknown part.
    pub(super) fn joined(&mut self, pieces: &[Piece], touch: Touch, known: &[ModuleId], at: Sighting) {
        if self.imports_in(pieces, at) {
            return;
        }
        let mut head = String::new();
        let mut tail = String::new();
        let mut is_known = true;
        // `app.images:connect` starts a program; who replaces a name writes dots.
        let is_named = !pieces
            .iter()
            .any(|piece| matches!(piece, Piece::Text(text) if text.contains(':')));
        for piece in pieces {
            let text = match piece {
                Piece::Text(text) => Some(text.replace(':', ".")),
                Piece::NameOf(object) => self.name_of(object),
                Piece::Unknown => None,
            };
            match text {
                Some(text) if is_known => head.push_str(&text),
                Some(text) => tail.push_str(&text),
                None => {
                    is_known = false;
                    tail.clear();
                }
            }
        }
        if is_known {
            self.dotted(&head, (touch, is_nothing_but_names(&head)), &[], at);
            return;
        }
        let end = tail
            .rsplit('.')
            .next()
            .filter(|name| tail.contains('.') && !name.is_empty());
        // `"app.m." + name`: an attribute of the module, or something below it.
        if let Some((module, rest)) = head.rsplit_once('.').and_then(|(head, _)| found(self.program, head)) {
            if !self.program.modules[module].is_own() || !rest.is_empty() {
                return;
            }
            let below = format!("{}.", self.program.modules[module].name);
            let modules = self.program.modules.iter().enumerate();
            let under = modules.filter(|(_, other)| touch != Touch::Read && other.name.starts_with(&below));
            let touch = self.told(touch, is_named);
            let meant: Vec<ModuleId> = std::iter::once(module).chain(under.map(|(id, _)| id)).collect();
            for module in meant {
                match end {
                    Some(name) => self.touched(module, name.to_owned(), touch, at),
                    None => self.computed(module, touch, at),
                }
            }
            return;
        }
        // `mod + ".name"`, and strings of which nothing is known: only for who says that it replaces something.
        match end {
            _ if !head.is_empty() || touch == Touch::Read => {}
            Some(name) if self.program.modules[self.module].kind == Kind::Test => self.replaced_somewhere(name, at),
            Some(name) => known
                .iter()
                .for_each(|&module| self.touched(module, name.to_owned(), touch, at)),
            None => known.iter().for_each(|&module| self.computed(module, touch, at)),
        }
    }

    /// The `__name__` of an object that is a module.
    pub(super) fn name_of(&self, object: &Object) -> Option<String> {
        match self.held(object) {
            Held::Module(module) => Some(self.program.modules[module].name.clone()),
            Held::Attribute(_) | Held::Any | Held::New | Held::Nothing => None,
        }
    }
}

/// Whether some test replaces what a variable names.
pub(super) fn tests_patch_by_variable(program: &Program, rules: &Rules) -> bool {
    let tests = (0..program.modules.len()).filter(|&id| program.modules[id].kind == Kind::Test);
    let mut facts = tests.filter_map(|id| program.facts(id));
    facts.any(|facts| {
        let by_text = facts.mentions.iter().any(|mention| match &mention.kind {
            MentionKind::Joined { touch, .. }
            | MentionKind::SetterHanded { touch, .. }
            | MentionKind::ComputedAttribute { touch, .. } => *touch == Touch::Replace,
            _ => false,
        });
        // A helper may do it, or hand it on to one from elsewhere: with a text that it is handed.
        let by_helper = || {
            let handed = facts.operations.iter().filter(|operation| !operation.handed.is_empty());
            let called = handed.filter_map(|operation| operation.path.as_ref());
            let mut names = called
                .map(Path::last)
                .filter(|name| !rules.knows(Group::SaysWhatItReplaces, name));
            names.any(|name| {
                let name = name.to_lowercase();
                ["patch", "mock", "stub", "fake", "swap"]
                    .iter()
                    .any(|word| name.contains(word))
            })
        };
        by_text || by_helper()
    })
}
