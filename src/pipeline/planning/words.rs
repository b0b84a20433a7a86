//! What a person would change so that a reason holds no more, in words.
use super::super::Understood;
use super::super::outcome::Texts;
use crate::graph::Sighting;
use crate::judge::{Kept, NeededBy};
use crate::semantics::facts::{Import, Phase};
use crate::syntax::Span;
use crate::verdict::Code;

/// Longer annotations are called by the name in them.
const LONG: usize = 40;

/// The change; none where the reason is that it would save nothing, or what happens anyway.
pub(super) fn change(project: &Understood<'_>, kept: &Kept, texts: &mut Texts) -> Option<String> {
    let mut of = |at: Sighting| -> Option<String> {
        let text = texts.text(project.files.get(&at.module)?)?;
        let piece: Vec<&str> = text.get(at.span.range())?.split_whitespace().collect();
        let is_result = text.get(..at.span.start as usize)?.trim_end().ends_with("->");
        Some(format!("{}{}", if is_result { "-> " } else { "" }, piece.join(" ")))
    };
    let words = match kept.code {
        Code::LoadedAnyway | Code::NotAtStart | Code::SmallGain | Code::UnusedImport | Code::StaleCommandText => {
            return None;
        }
        Code::StaleHelper
        | Code::UsedAtStart
        | Code::NotYours
        | Code::Package
        | Code::CostsMore
        | Code::NotTheSame
        | Code::NotRun => {
            return None;
        }
        Code::EvaluatedAnnotation => match kept.at {
            Some(at) => {
                let whole = annotation(project, at).and_then(|span| of(Sighting { span, ..at }));
                let whole = whole.filter(|whole| whole.len() <= LONG).or_else(|| of(at));
                format!("quote `{}`", whole.unwrap_or_default())
            }
            None => kept.code.help().to_owned(),
        },
        // What makes the command, it needs; what only asks whether a type checker reads the file, costs nothing where it is.
        Code::UsedAtImport
            if kept
                .at
                .is_some_and(|at| project.makes_a_start(at) || is_checking(project, at)) =>
        {
            return None;
        }
        Code::ReboundName if kept.at.is_some_and(|at| is_for_checkers(project, at)) => {
            "under `if TYPE_CHECKING:`, import the same, or under another name".to_owned()
        }
        Code::UsedAtImport => {
            let name = kept.at.and_then(&mut of).filter(|name| name.len() <= LONG);
            let name = name.map_or_else(|| "it".to_owned(), |name| format!("`{name}`"));
            match kept.needed_by {
                Some(NeededBy::Decorator) => {
                    format!("take {name} out of the decorator, or load what is decorated later")
                }
                Some(NeededBy::Base) => {
                    format!("put the class that needs {name} in a module that is imported when it is needed")
                }
                Some(NeededBy::Default) => format!("make the default `None`, and use {name} in the function"),
                Some(NeededBy::ClassBody | NeededBy::Statement) => format!("use {name} in a function"),
                Some(NeededBy::Function) => format!("use {name} in a function that runs later: {}", kept.detail),
                None => kept.code.help().to_owned(),
            }
        }
        Code::HasEffects | Code::ImportWindow | Code::GuardedImport | Code::RuntimeAnnotation => {
            let help = kept.code.help().trim_end_matches('.');
            match kept.detail.as_str() {
                "" => help.to_owned(),
                detail => format!("{help}: {detail}"),
            }
        }
        _ => kept.code.help().to_owned(),
    };
    Some(words.trim_end_matches('.').to_owned())
}

/// Whether a place only reads `TYPE_CHECKING`.
fn is_checking(project: &Understood<'_>, at: Sighting) -> bool {
    let Some(facts) = project.program.facts(at.module) else {
        return false;
    };
    let imports = |binding| {
        facts
            .imports
            .iter()
            .filter(move |import| import.binding == Some(binding))
    };
    let mut references = facts.references.iter().filter(|reference| reference.span == at.span);
    references.any(|reference| {
        reference.attributes.first().is_some_and(|name| name == FLAG)
            || imports(reference.binding).any(|import| import.name.as_deref() == Some(FLAG))
    })
}

/// What the typing module calls the question whether a type checker reads the file.
const FLAG: &str = "TYPE_CHECKING";

/// Whether an import that only type checkers read stands at a place.
fn is_for_checkers(project: &Understood<'_>, at: Sighting) -> bool {
    let mut imports = project
        .program
        .facts(at.module)
        .into_iter()
        .flat_map(|facts| &facts.imports);
    let holds = |import: &Import| import.statement.contains(at.span);
    imports.any(|import| import.context.type_checking && holds(import))
}

/// The whole annotation that a place is part of.
fn annotation(project: &Understood<'_>, at: Sighting) -> Option<Span> {
    let facts = project.program.facts(at.module)?;
    let mut references = facts.references.iter().filter(|reference| reference.span == at.span);
    references.find_map(|reference| match reference.phase {
        Phase::Annotation { whole, .. } => Some(whole),
        _ => None,
    })
}
