//! Any plan over any Python text: no panic, no edits that overlap, no place that is not found; and what comes out is Python, ends
//! its lines as the text does, and stays as it is when nothing is planned.
//!
//! The first line of the input decides what becomes of each import; the rest is the text.
#![no_main]
use dormant::rewrite::{RewriteError, rewrite};
use dormant::rules::Rules;
use dormant::semantics::facts::{Import, MODULE};
use dormant::semantics::{ModuleFacts, analyse};
use dormant::verdict::{Deferral, FilePlan, Insertion, Moved, Way};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((choices, text)) = std::str::from_utf8(bytes).ok().and_then(|text| text.split_once('\n')) else {
        return;
    };
    let Ok(facts) = analyse(text, Rules::builtin()) else {
        return;
    };
    let plan = plan(&facts, choices.as_bytes());
    match rewrite(text, &plan) {
        Ok(new) => {
            assert!(analyse(&new, Rules::builtin()).is_ok(), "{new}");
            assert_eq!(rewrite(&new, &FilePlan::default()).as_deref(), Ok(new.as_str()));
            if !text.replace("\r\n", "").contains(['\n', '\r']) && text.contains("\r\n") {
                assert!(!new.replace("\r\n", "").contains('\n'), "{new:?}");
            }
        }
        // The check of the result may refuse what judging would never plan.
        Err(RewriteError::Changed(_)) => {}
        Err(error) => panic!("{error}: {plan:?}"),
    }
});

/// A plan by the bits of `choices`: the first says how, each further one what becomes of an import.
fn plan(facts: &ModuleFacts, choices: &[u8]) -> FilePlan {
    let mode = choices.first().copied().unwrap_or_default();
    let mut plan = FilePlan {
        module: "app".to_owned(),
        is_package: mode & 1 == 0,
        typing_is_loaded: mode & 2 == 0,
        offers_all: mode & 4 == 0,
        ..FilePlan::default()
    };
    let may_move = |import: &&Import| {
        import.scope == MODULE
            && !import.is_star()
            && !import.is_lazy
            && !import.context.type_checking
            && !(import.level == 0 && ["__future__", "typing"].contains(&import.module.as_str()))
    };
    for (index, import) in facts.imports.iter().filter(may_move).enumerate() {
        let bits = choices.get(index + 1).copied().unwrap_or(mode.rotate_left(index as u32));
        if bits & 3 == 0 {
            continue;
        }
        let mut deferral = Deferral {
            statement: import.statement,
            alias: import.alias,
            ..Deferral::default()
        };
        match mode >> 4 & 3 {
            0 => deferral.way = Way::LazyKeyword,
            1 => deferral.way = Way::LazyModules,
            _ => {
                let mut moved = Moved::default();
                moved.getattr = bits & 12 == 0;
                moved.type_checking = moved.getattr || bits & 16 == 0;
                let functions = facts.definitions.iter().filter(|definition| !definition.is_class);
                for (place, function) in functions.enumerate() {
                    if bits.rotate_right(place as u32) & 32 == 0 {
                        moved.insertions.push(Insertion {
                            at: function.name_span.start,
                            through_module: moved.getattr && bits & 64 == 0,
                        });
                    }
                }
                deferral.way = Way::Moved(moved);
            }
        }
        plan.deferrals.push(deferral);
    }
    plan
}
