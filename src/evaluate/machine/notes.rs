//! What happens outside what is executed is noted here, charged to what is being executed.
use super::Machine;
use crate::evaluate::activity::{Activity, Changed};
use crate::evaluate::{Access, Effect, Facet, Grade, Place};
use crate::rules::EffectKind;

/// More effects of one execution than this tell nobody more.
const MOST_EFFECTS: usize = 300;

impl Machine<'_> {
    /// Notes that something happens.
    pub fn note(&mut self, kind: EffectKind, access: Access, facet: Facet, grade: Grade, place: Place, what: String) {
        self.note_of(None, kind, access, facet, grade, place, what);
    }

    /// Notes that anything may happen, which is not known.
    pub fn note_anything(&mut self, grade: Grade, place: Place, what: String) {
        self.note(
            EffectKind::UnknownCode,
            Access::Write,
            Facet::Everything,
            grade,
            place,
            what,
        );
    }

    /// Something is changed of an object that cannot be determined.
    pub fn note_changed_unknown(&mut self, place: Place, what: String) {
        let (kind, facet) = (EffectKind::Mutation, Facet::Everything);
        self.note(kind, Access::Write, facet, Grade::Unknown, place, what);
    }

    /// What happens to an object that is changed.
    #[expect(clippy::too_many_arguments, reason = "each is a part of what happens")]
    pub fn note_of(
        &mut self,
        changed: Option<Changed>,
        kind: EffectKind,
        access: Access,
        facet: Facet,
        grade: Grade,
        place: Place,
        what: String,
    ) {
        let constant = self.constant.take();
        self.is_in_doubt();
        if self.quiet > 0 && matches!(&facet, Facet::State(name) if name.starts_with("warnings")) {
            return;
        }
        // What cannot be followed in an installed package is taken for harmless.
        let grade = match grade {
            Grade::Unknown if !self.is_own(place.module) => Grade::Assumed,
            // So is what it does or asks only where somebody turned a switch of its own on, or to objects that it may not mean.
            Grade::Seen if self.in_doubt > 0 && !self.is_own(place.module) => Grade::Assumed,
            other => other,
        };
        let object = changed.map(|changed| changed.object);
        let list = match self.activity {
            Activity::Import(module) => &mut self.of[module],
            Activity::Function(_) => {
                let concerns = matches!(facet, Facet::State(_) | Facet::Attribute(_) | Facet::Subclasses(_));
                if !concerns || grade != Grade::Seen {
                    return;
                }
                &mut self.later
            }
        };
        let is_known = |other: &Effect| {
            (other.module, other.span, other.kind) == (place.module, place.span, kind)
                && (other.access, other.object) == (access, object)
                && other.facet == facet
        };
        let tells_more = list.len() < MOST_EFFECTS && !list.iter().any(is_known);
        if !tells_more && self.serving.is_none() {
            return;
        }
        let effect = Effect {
            kind,
            facet,
            access,
            grade,
            module: place.module,
            span: place.span,
            what,
            chain: self.calls.clone(),
            object,
            body: self.running.last().copied(),
            is_made_there: changed.is_some_and(|changed| changed.is_made_there),
            is_undone: self.for_a_while,
            constant,
        };
        self.does_serving(&effect);
        if tells_more {
            match self.activity {
                Activity::Import(module) => self.of[module].push(effect),
                Activity::Function(_) => self.later.push(effect),
            }
        }
    }

    /// The function that is being looked at does this.
    pub fn enter_later(&mut self, effect: Effect) {
        if !self.knows_later(&effect) {
            self.later.push(effect);
        }
    }

    /// Whether entering an effect tells nobody more: one like it is there, by whatever calls, or there are too many.
    pub fn knows_later(&self, effect: &Effect) -> bool {
        let same = |other: &Effect| {
            (other.module, other.span, other.kind) == (effect.module, effect.span, effect.kind)
                && (other.access, other.object) == (effect.access, effect.object)
                && other.facet == effect.facet
        };
        self.later.len() >= MOST_EFFECTS || self.later.iter().any(same)
    }
}
