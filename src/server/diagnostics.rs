//! Findings as diagnostics, and what is wrong with a file.
use std::path::Path;

use lsp_types::{Diagnostic, DiagnosticSeverity, NumberOrString, Position, Range};

use super::document::Document;
use super::found::Found;
use crate::report::said::{self, Said};
use crate::verdict::Problem;

/// The diagnostics of an open file; what stays is told as a hint where `show_blocked`.
pub fn diagnostics(found: &Found, path: &Path, document: &Document, show_blocked: bool) -> Vec<Diagnostic> {
    let diagnostic = |range: Range, severity: DiagnosticSeverity, code: Option<&str>, message: String| Diagnostic {
        range,
        severity: Some(severity),
        code: code.map(|code| NumberOrString::String(code.to_owned())),
        source: Some("dormant".to_owned()),
        message,
        ..Diagnostic::default()
    };
    let findings = found.findings(path).map(|finding| {
        let Said {
            code,
            title,
            why,
            remedy,
        } = said::finding(finding);
        let message = format!("{title}\n{why}; fix: {remedy}");
        diagnostic(
            document.range(finding.alias),
            DiagnosticSeverity::WARNING,
            Some(code),
            message,
        )
    });
    let blocked = found.blocked(path).filter(|_| show_blocked).map(|blocked| {
        let Said {
            code, title, remedy, ..
        } = said::blocked(blocked);
        let message = format!("{title}\nhelp: {remedy}");
        diagnostic(
            document.range(blocked.alias),
            DiagnosticSeverity::HINT,
            Some(code),
            message,
        )
    });
    let problems = found.problems(path).map(|problem| {
        let severity = match problem.is_error {
            true => DiagnosticSeverity::ERROR,
            false => DiagnosticSeverity::WARNING,
        };
        diagnostic(line(problem), severity, None, problem.message.clone())
    });
    findings.chain(blocked).chain(problems).collect()
}

fn line(problem: &Problem) -> Range {
    let line = problem.line.unwrap_or(1).saturating_sub(1);
    let at = |line| Position { line, character: 0 };
    Range {
        start: at(line),
        end: at(line + 1),
    }
}
