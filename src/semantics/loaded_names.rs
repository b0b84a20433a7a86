//! The names of modules that code loads and puts together of parts. Part of the walk.
use ruff_python_ast::ExprCall;
use ruff_text_size::Ranged;

use super::facts::{MODULE, MentionKind, Object, Piece, ScopeId, ScopeKind, Touch};
use super::literals::literal;
use super::paths;
use super::put_together::{Callee, LoadedName, Pending};
use super::strings::{self, Members, Part};
use super::walk::Walker;
use crate::syntax::Span;

impl Walker<'_> {
    /// `import_module("m")`, `import_module(".m", "package")`, `__import__("m", ...)`; whether that is all that is to note.
    pub(super) fn named_module(&mut self, call: &ExprCall, function: &str) -> bool {
        let name = call.arguments.find_argument_value("name", 0);
        let package = call.arguments.find_argument_value("package", 1);
        let package = package.filter(|_| function != "__import__");
        let callee = paths::chain(&call.func).map(|(root, attributes)| Callee {
            root: root.id.to_string(),
            is_alone: attributes.is_empty(),
        });
        let loaded = LoadedName {
            callee,
            // With stars, it may be anything.
            parts: name.map_or_else(|| vec![Part::Unknown], strings::parts),
            span: call.range().into(),
            scope: self.state.scope,
            package: package.and_then(literal).map(str::to_owned),
        };
        // Behind the name of a module may stand that of an attribute.
        if function == "resolve_name" && !matches!(loaded.parts.first(), Some(Part::Text(_))) {
            self.pending.push(Pending {
                span: loaded.span,
                scope: loaded.scope,
                touch: Touch::Read,
                object: Some(Object::Unknown),
                parts: loaded.parts.clone(),
            });
        }
        self.loaded.push(loaded);
        // What it is handed besides may be the name of something.
        name.is_some_and(|name| strings::built(name).is_some()) || package.is_some()
    }

    /// Notes the modules whose names are put together, now that all is known of what the parts stand for.
    pub(super) fn note_loaded_names(&mut self) {
        for loaded in std::mem::take(&mut self.loaded) {
            let is_sure = loaded
                .callee
                .as_ref()
                .is_some_and(|callee| self.is_surely_loader(callee));
            if !is_sure {
                self.recorder
                    .mention(loaded.scope, loaded.span, MentionKind::ImportsComputed);
            }
            let readings = self.strings.readings(&loaded.parts, Members::Closed);
            if let Some((parts, constants)) = self.set_by_others(&loaded.parts) {
                for pieces in self.strings.readings(&parts, Members::Closed) {
                    let is_new = !readings.contains(&pieces);
                    for kind in named(&loaded, pieces).into_iter().filter(|_| is_new) {
                        self.recorder.suppose(&constants, loaded.scope, loaded.span, kind);
                    }
                }
            }
            for kind in readings.into_iter().flat_map(|pieces| named(&loaded, pieces)) {
                self.recorder.mention(loaded.scope, loaded.span, kind);
            }
        }
    }

    /// What is left of a name where others may give some of its parts another value, and which constants of this file these parts
    /// are, where it is only that; none where no others may.
    fn set_by_others(&self, parts: &[Part]) -> Option<(Vec<Part>, Vec<String>)> {
        let mut constants = Some(Vec::new());
        let mut left = parts.to_vec();
        for (at, part) in left.iter_mut().enumerate() {
            let (name, is_constant) = match &*part {
                Part::Named(name) if at == 0 || self.is_of_module(name) => (name, self.is_constant_text(name)),
                Part::Member(name) => (name, self.is_constant_member(name)),
                Part::Named(_) | Part::Text(_) | Part::NameOf(_) | Part::Unknown => continue,
            };
            match &mut constants {
                Some(constants) if is_constant => constants.push(name.clone()),
                _ => constants = None,
            }
            *part = Part::Unknown;
        }
        (left != parts).then(|| (left, constants.unwrap_or_default()))
    }

    /// Whether a name is one of the module, or of what it imports.
    fn is_of_module(&self, name: &str) -> bool {
        let mut named = self.recorder.facts.bindings.iter();
        named.any(|binding| binding.name == name && binding.scope == MODULE)
    }

    /// Whether all that attributes of this name are given in this file is one text, in the body of a class.
    fn is_constant_member(&self, name: &str) -> bool {
        let facts = &self.recorder.facts;
        let mut named = facts.bindings.iter().filter(|binding| binding.name == name);
        let in_class = |scope: ScopeId| facts.scopes[scope as usize].kind == ScopeKind::Class;
        let only = named
            .next()
            .filter(|binding| in_class(binding.scope) && named.next().is_none());
        only.is_some_and(|binding| binding.kinds.is_assigned_once()) && self.strings.is_one_text(name)
    }

    /// Whether all that a name ever means in this file is one variable of the module, which one statement gives a text.
    fn is_constant_text(&self, name: &str) -> bool {
        let facts = &self.recorder.facts;
        let mut named = facts.bindings.iter().filter(|binding| binding.name == name);
        let only = named
            .next()
            .filter(|binding| binding.scope == MODULE && named.next().is_none());
        let has_star = facts.imports.iter().any(|import| import.is_star());
        let is_alone = only.is_some_and(|binding| binding.kinds.is_assigned_once());
        is_alone && !has_star && self.strings.is_one_text(name)
    }

    /// Notes what is known of the name of a module whose beginning is not.
    pub(super) fn note_composed(&mut self, pieces: Vec<Piece>, scope: ScopeId, span: Span) {
        if let Some(kind) = composed(pieces) {
            self.recorder.mention(scope, span, kind);
        }
    }
}

/// The modules that one reading of a name names.
fn named(loaded: &LoadedName, pieces: Vec<Piece>) -> Vec<MentionKind> {
    let kind = match pieces.as_slice() {
        [Piece::Text(name)] => MentionKind::ImportsByName {
            module: loaded.absolute(name.clone()),
        },
        [Piece::Text(beginning), ..] => MentionKind::ImportsByName {
            module: loaded.absolute(format!("{beginning}*")),
        },
        _ => MentionKind::ImportsComputed,
    };
    std::iter::once(kind).chain(composed(pieces)).collect()
}

/// What is known of a name whose beginning is not.
fn composed(pieces: Vec<Piece>) -> Option<MentionKind> {
    let is_one = pieces.len() > 1 && !matches!(pieces.first(), Some(Piece::Text(_)));
    let touch = Touch::Read;
    is_one.then_some(MentionKind::Joined { pieces, touch })
}
