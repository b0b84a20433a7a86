//! `dormant rule CODE` and `dormant rules`: what the codes mean.
use super::args::TextFormat;
use super::failure::Failure;
use super::output::Output;
use super::status::Status;
use crate::report::codes;
use crate::verdict::page::Page;
use crate::verdict::{Code, Source, Strategy};

/// Explain a code: a strategy, a reason to stay, or a fault.
#[derive(Debug, clap::Args)]
pub(super) struct RuleArgs {
    /// The code, such as function-local
    code: String,
    /// How to print its page
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    output_format: TextFormat,
}

impl RuleArgs {
    /// Runs it: there are no findings.
    pub(super) fn run(&self, output: &Output) -> Result<Status, Failure> {
        match self.output_format {
            TextFormat::Text => explain(&self.code, output),
            TextFormat::Json => match codes::explained(&self.code) {
                Some(page) => Ok(output.data(&page)),
                None => Err(unknown(&self.code)),
            },
        }
    }
}

/// List the codes.
#[derive(Debug, clap::Args)]
pub(super) struct RulesArgs {
    /// How to print them
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    output_format: TextFormat,
}

impl RulesArgs {
    /// Runs it: there are no findings.
    pub(super) fn run(&self, output: &Output) -> Status {
        output.data(&match self.output_format {
            TextFormat::Text => codes::text(),
            TextFormat::Json => codes::json(),
        })
    }
}

/// Explains one code.
fn explain(code: &str, output: &Output) -> Result<Status, Failure> {
    if let Some(strategy) = Strategy::ALL.into_iter().find(|strategy| strategy.code() == code) {
        return Ok(output.data(&explanation(code, "a way to defer an import", strategy.page(), "For")));
    }
    if let Some(known) = Code::ALL.into_iter().find(|known| known.code() == code) {
        let kind = match known.source() {
            Source::Judged => "a reason to keep an import",
            Source::Stale => "a fault of a rewritten file",
            Source::Seen => "a reason that `plan` and `optimize` give",
        };
        let text = explanation(code, kind, known.page(), "What to do");
        return Ok(output.data(&(text + &of_lazy_imports(known))));
    }
    Err(unknown(code))
}

fn unknown(code: &str) -> Failure {
    Failure::Request(format!("no such code: {code}; `dormant rules` lists them"))
}

/// Whether a reason holds for `lazy` imports.
fn of_lazy_imports(code: Code) -> String {
    let lazily = code.lazily();
    let each = [Strategy::LazyKeyword, Strategy::LazyModules]
        .map(|strategy| format!("{}: {}", strategy.code(), lazily.holds(strategy).word()));
    format!("\nOn Python 3.15 ({}): {}\n", each.join(", "), lazily.why)
}

fn explanation(code: &str, kind: &str, page: Page, label: &str) -> String {
    let mut text = format!(
        "{code} ({kind})\n\n{}\n\n{label}: {}\n",
        page.summary(),
        page.labelled(label)
    );
    for example in page.examples() {
        text += &format!("\n{}:\n", example.title);
        for block in [example.settings, example.code]
            .into_iter()
            .filter(|block| !block.is_empty())
        {
            text.push('\n');
            for line in block.lines() {
                text += format!("    {line}").trim_end();
                text.push('\n');
            }
        }
    }
    text
}
