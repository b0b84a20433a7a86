//! Where a file reads functions that replace what is named to them. Who gets hold of one otherwise than to call it may replace
//! whatever the file names. Part of the walk.
use ruff_python_ast::Expr;
use ruff_text_size::Ranged;

use super::facts::{MentionKind, Touch};
use super::patchers::patcher;
use super::walk::Walker;
use crate::syntax::Span;

impl Walker<'_> {
    /// A place that reads such a function, other than to call it or to give it another name.
    pub(super) fn patcher_read(&mut self, expr: &Expr) {
        if !self.patchers.are_named {
            return;
        }
        let Some(path) = patcher(expr, self.rules).or_else(|| self.patchers.meant(expr).cloned()) else {
            return;
        };
        // A name that is no import is a variable for something else.
        let imported = |root: &str| {
            self.recorder
                .facts
                .imports
                .iter()
                .any(|import| import.bound_name() == root)
        };
        let is_other = path.attributes.is_empty() && self.patchers.meant(expr).is_none() && !imported(&path.root);
        if !is_other && !self.patchers_followed.contains(&expr.range().into()) && self.runs() {
            self.patches_otherwise = true;
        }
    }

    /// `override = mock.patch`
    pub(super) fn patcher_assigned(&mut self, targets: &[Expr], value: &Expr) {
        if matches!(targets, [Expr::Name(_)]) && patcher(value, self.rules).is_some() {
            self.patchers_followed.push(value.range().into());
        }
    }

    /// A callee, which is no more than called.
    pub(super) fn patcher_called(&mut self, callee: &Expr) {
        if !self.patchers.are_named {
            return;
        }
        let mut at = callee;
        // `patch` in `patch.object(...)`, and `patch(...)` in `patch(...)(function)`.
        loop {
            self.patchers_followed.push(Span::from(at.range()));
            at = match at {
                Expr::Attribute(attribute) => &attribute.value,
                _ => break,
            };
        }
    }

    /// Where somebody may replace whatever is named here, all that is named here may be replaced.
    pub(super) fn note_patchers(&mut self) {
        if !self.patches_otherwise {
            return;
        }
        for mention in &mut self.recorder.facts.mentions {
            if let MentionKind::Text { touch, .. } | MentionKind::Joined { touch, .. } = &mut mention.kind
                && *touch == Touch::Read
            {
                *touch = Touch::Replace;
            }
        }
    }
}
