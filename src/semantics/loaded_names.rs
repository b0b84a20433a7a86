//! The names of modules that code loads and puts together of parts. Part of the walk.
use super::facts::{MODULE, MentionKind, Piece, ScopeId, Touch};
use super::strings::Part;
use super::walk::Walker;
use crate::syntax::Span;

impl Walker<'_> {
    /// Notes the modules whose names are put together, now that all is known of what the parts stand for.
    pub(super) fn note_loaded_names(&mut self) {
        for loaded in std::mem::take(&mut self.loaded) {
            let is_sure = loaded.callee.as_ref().is_some_and(|callee| self.is_surely_loader(callee));
            if !is_sure {
                let kind = MentionKind::ImportsComputed { constant: None };
                self.recorder.mention(loaded.scope, loaded.span, kind);
            }
            let mut readings = self.strings.readings(&loaded.parts);
            // What another file gives an attribute is not seen here.
            let anything = vec![Piece::Unknown];
            let mut constant = None;
            if let Some(Part::Named(name)) = loaded.parts.first()
                && !readings.contains(&anything)
            {
                let is_known = |pieces: &Vec<Piece>| matches!(pieces.first(), Some(Piece::Text(_)));
                let is_constant = readings.iter().all(is_known) && self.is_constant_text(name);
                constant = Some(name.clone()).filter(|_| is_constant);
                readings.push(anything);
            }
            for pieces in readings {
                let kind = match pieces.as_slice() {
                    [Piece::Text(name)] => MentionKind::ImportsByName {
                        module: loaded.absolute(name.clone()),
                    },
                    [Piece::Text(beginning), ..] => MentionKind::ImportsByName {
                        module: loaded.absolute(format!("{beginning}*")),
                    },
                    _ => MentionKind::ImportsComputed {
                        constant: constant.clone(),
                    },
                };
                self.recorder.mention(loaded.scope, loaded.span, kind);
                self.note_composed(pieces, loaded.scope, loaded.span);
            }
        }
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
        if pieces.len() > 1 && !matches!(pieces.first(), Some(Piece::Text(_))) {
            let touch = Touch::Read;
            self.recorder
                .mention(scope, span, MentionKind::Joined { pieces, touch });
        }
    }
}
