//! Comments that travel with an import: which parts are orders to tools, which are prose, and how several are joined.

/// What the comments behind one import say, taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remarks {
    /// `type:` comments, which checkers read only when they come first.
    types: Vec<String>,
    /// The codes of `noqa`; empty means every code.
    noqa: Option<Vec<String>>,
    /// Other orders to tools, such as `pylint: disable=...`.
    orders: Vec<String>,
    /// What is left, for people.
    prose: Vec<String>,
    /// The comment lines above the import, for people, `#` included.
    above: Vec<String>,
}

/// What begins a part that is an order to a tool. `noqa` is handled apart.
/// Not in `rules/`: they are beginnings of comments.
const ORDERS: [&str; 8] = [
    "pylint:", "pyright:", "mypy:", "nosec", "ruff:", "pyre-", "ty:", "pragma:",
];
/// Orders about where an import stands, which mean nothing for a copy that stands elsewhere.
/// Not in `rules/`: they are beginnings of comments.
const PLACEMENT_ORDERS: [&str; 2] = ["isort:", "dormant:"];
/// Complaints about where or whether an import stands at module level.
/// Not in `rules/`: they are codes of linters.
const PLACEMENT_CODES: [&str; 3] = ["E401", "E402", "F401"];
/// The same, as families: isort, type-checking blocks.
/// Not in `rules/`: they are codes of linters.
const PLACEMENT_FAMILIES: [&str; 3] = ["I0", "TC0", "TCH0"];
/// The same, by the names and numbers of pylint.
/// Not in `rules/`: they are codes of linters.
const PLACEMENT_PYLINT: [&str; 8] = [
    "wrong-import-position",
    "wrong-import-order",
    "ungrouped-imports",
    "unused-import",
    "C0411",
    "C0412",
    "C0413",
    "W0611",
];

impl Remarks {
    /// Takes one comment apart, `#` included; several orders may share one comment.
    pub fn parse(comment: &str) -> Self {
        let mut remarks = Remarks::default();
        let mut in_prose = false;
        for raw in comment.trim_start_matches('#').split('#') {
            let part = raw.trim();
            let lower = part.to_ascii_lowercase();
            let was_prose = std::mem::take(&mut in_prose);
            if lower == "noqa" || lower.starts_with("noqa:") || lower.starts_with("noqa ") {
                remarks.read_noqa(part["noqa".len()..].trim_start());
            } else if lower.starts_with("type:") {
                remarks.types.push(part.to_owned());
            } else if ORDERS.iter().any(|order| lower.starts_with(order)) {
                remarks.orders.push(part.to_owned());
            } else if PLACEMENT_ORDERS.iter().any(|order| lower.starts_with(order)) {
            } else if let Some(last) = remarks.prose.last_mut().filter(|_| was_prose) {
                // The `#` belongs to the sentence, as in `see #12`.
                last.push('#');
                last.push_str(raw);
                in_prose = true;
            } else if !part.is_empty() {
                remarks.prose.push(raw.trim_start().to_owned());
                in_prose = true;
            }
        }
        remarks
            .prose
            .iter_mut()
            .for_each(|part| part.truncate(part.trim_end().len()));
        remarks
    }

    /// `rest` is what follows `noqa`.
    fn read_noqa(&mut self, rest: &str) {
        let Some(mut rest) = rest.strip_prefix(':').map(str::trim_start) else {
            self.add_noqa(&[]);
            self.prose.extend((!rest.is_empty()).then(|| rest.to_owned()));
            return;
        };
        let mut codes = Vec::new();
        loop {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
            let is_code = letters > 0 && letters < word.len() && word.bytes().skip(letters).all(|b| b.is_ascii_digit());
            if !is_code {
                break;
            }
            codes.push(word.to_owned());
            rest = after.trim_start_matches([',', ' ', '\t']);
        }
        self.add_noqa(&codes);
        self.prose.extend((!rest.is_empty()).then(|| rest.to_owned()));
    }

    fn add_noqa(&mut self, codes: &[String]) {
        match &mut self.noqa {
            Some(known) if known.is_empty() => {}
            Some(known) if codes.is_empty() => known.clear(),
            Some(known) => extend_new(known, codes),
            none => *none = Some(codes.to_vec()),
        }
    }

    /// Adds everything that another comment says and this one does not.
    pub fn merge(&mut self, other: &Remarks) {
        extend_new(&mut self.types, &other.types);
        extend_new(&mut self.orders, &other.orders);
        extend_new(&mut self.prose, &other.prose);
        extend_new(&mut self.above, &other.above);
        if let Some(codes) = &other.noqa {
            self.add_noqa(codes);
        }
    }

    /// The orders alone.
    pub fn without_prose(mut self) -> Self {
        self.prose.clear();
        self.above.clear();
        self
    }

    /// Without the codes that complain about an import at module level; a bare `noqa` stays.
    pub fn without_placement(mut self) -> Self {
        self.drop_codes(|code| {
            PLACEMENT_CODES.contains(&code) || PLACEMENT_FAMILIES.iter().any(|family| code.starts_with(family))
        });
        self.orders = self
            .orders
            .iter()
            .filter_map(|order| without_pylint(order, &PLACEMENT_PYLINT))
            .collect();
        self
    }

    /// Without what complains about an import in a function; a bare `noqa` stays.
    pub fn without_function(mut self) -> Self {
        self.drop_codes(|code| code == "PLC0415" || code == "C0415");
        let left = |order: &String| without_pylint(order, &["import-outside-toplevel", "C0415"]);
        self.orders = self.orders.iter().filter_map(left).collect();
        self
    }

    /// The same for a copy under `if TYPE_CHECKING:`, where a name may still seem unused.
    pub fn without_order(mut self) -> Self {
        self.drop_codes(|code| matches!(code, "E401" | "E402") || code.starts_with("I0"));
        self
    }

    fn drop_codes(&mut self, dropped: impl Fn(&str) -> bool) {
        if let Some(codes) = &mut self.noqa
            && !codes.is_empty()
        {
            codes.retain(|code| !dropped(code));
            if codes.is_empty() {
                self.noqa = None;
            }
        }
    }

    /// Sets what stands above the import.
    pub fn set_above(&mut self, lines: Vec<String>) {
        self.above = lines;
    }

    /// Whether something stands above the import.
    pub fn has_above(&self) -> bool {
        !self.above.is_empty()
    }

    /// The lines above the import.
    pub fn above_text(&self, indent: &str, newline: &str) -> String {
        self.above
            .iter()
            .map(|line| format!("{indent}{line}{newline}"))
            .collect()
    }

    /// What it tells people behind the import.
    pub fn prose(&self) -> &[String] {
        &self.prose
    }

    /// Takes the prose out, joined to one comment text without `#`.
    pub fn take_prose(&mut self) -> Option<String> {
        let prose = std::mem::take(&mut self.prose);
        (!prose.is_empty()).then(|| prose.join("  # "))
    }

    /// What to put behind the code: empty, or two spaces and the comment.
    pub fn text(&self) -> String {
        self.orders_text() + &self.prose.iter().map(|part| format!("  # {part}")).collect::<String>()
    }

    /// How many columns the comment takes, with the spaces before it. Black counts orders to tools too, and where a line gets
    /// too long by them, it moves them away from the line that they are about.
    pub fn width(&self) -> usize {
        self.text().chars().count()
    }

    fn orders_text(&self) -> String {
        let mut text: String = self.types.iter().map(|part| format!("  # {part}")).collect();
        match &self.noqa {
            Some(codes) if codes.is_empty() => text.push_str("  # noqa"),
            Some(codes) => text.push_str(&format!("  # noqa: {}", codes.join(", "))),
            None => {}
        }
        text + &self.orders.iter().map(|part| format!("  # {part}")).collect::<String>()
    }
}

fn extend_new(known: &mut Vec<String>, more: &[String]) {
    for one in more {
        if !known.contains(one) {
            known.push(one.clone());
        }
    }
}

/// `None` when nothing is left of a pylint order; other orders are as they were.
fn without_pylint(order: &str, dropped: &[&str]) -> Option<String> {
    let Some((head, codes)) = order.strip_prefix("pylint:").and_then(|rest| rest.split_once('=')) else {
        return Some(order.to_owned());
    };
    let kept: Vec<&str> = codes
        .split(',')
        .map(str::trim)
        .filter(|code| !dropped.contains(code))
        .collect();
    (!kept.is_empty()).then(|| format!("pylint:{head}={}", kept.join(",")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copy(comment: &str) -> String {
        Remarks::parse(comment).without_placement().text()
    }

    #[test]
    fn codes_about_placement_are_dropped_and_others_kept() {
        assert_eq!(copy("# noqa: E402, S404"), "  # noqa: S404");
        assert_eq!(copy("# noqa: E402,F401 I001"), "");
        assert_eq!(copy("# noqa"), "  # noqa");
        assert_eq!(copy("#noqa:TC002"), "");
        assert_eq!(
            copy("# pylint: disable=wrong-import-position,no-name-in-module"),
            "  # pylint: disable=no-name-in-module"
        );
        assert_eq!(copy("# pylint: disable=wrong-import-position"), "");
        assert_eq!(copy("# isort: skip"), "");
    }

    #[test]
    fn prose_is_told_from_orders() {
        let mut remarks = Remarks::parse("# noqa: E402  (import dockyard here)").without_placement();
        assert_eq!(remarks.clone().without_prose().text(), "");
        assert_eq!(remarks.take_prose().as_deref(), Some("(import dockyard here)"));
        assert_eq!(
            copy("# see issue #12, and # 13  # noqa: E402"),
            "  # see issue #12, and # 13"
        );
        assert_eq!(
            copy("# type: ignore[import]  # no stubs"),
            "  # type: ignore[import]  # no stubs"
        );
    }

    #[test]
    fn type_comments_come_first_and_codes_are_joined() {
        let mut remarks = Remarks::parse("# noqa: S404  # type: ignore # why");
        remarks.merge(&Remarks::parse("# noqa: PLC0415"));
        assert_eq!(remarks.text(), "  # type: ignore  # noqa: S404, PLC0415  # why");
        remarks.merge(&Remarks::parse("# noqa"));
        assert_eq!(remarks.text(), "  # type: ignore  # noqa  # why");
    }
}
