//! `dormant effects`: what executing a module does to the rest of the program.
use super::Status;
use super::args::{EffectsFormat, EffectsInput};
use super::failure::Failure;
use super::output::Output;
use super::settings::Context;
use crate::pipeline::{self, Request};
use crate::report::effects;

pub(super) fn run(context: &Context, input: &EffectsInput, output: &Output) -> Result<Status, Failure> {
    let settings = context.settings(&input.paths)?;
    let request = Request {
        walks: None,
        all_reasons: false,
        settings: &settings,
        paths: &input.paths,
        overlays: &[],
        allow_unsafe: false,
        use_cache: context.use_cache,
    };
    let progress = output.progress("reading the module and what it imports");
    let observation = pipeline::effects_of(&request, &input.module, input.closure)?;
    drop(progress);
    let status = output.data(&match input.format {
        EffectsFormat::Full => effects::full(&observation.modules, output.style),
        EffectsFormat::Json => effects::json(&observation.modules),
    });
    let known = observation.modules.iter().filter(|module| module.unknown.is_none());
    let quiet = known
        .filter(|module| module.effects.iter().all(|effect| !effect.counts))
        .count();
    let count = observation.modules.len();
    let modules = if count == 1 { "module" } else { "modules" };
    output.say(&format!(
        "{count} {modules}, {quiet} of them without an effect that counts\n"
    ));
    Ok(status)
}
