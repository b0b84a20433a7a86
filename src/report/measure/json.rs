//! A measurement as one JSON object: what `--baseline` reads again.
use crate::measure::model::Measurement;

/// The object, indented, with a final newline.
pub fn render(measured: &Measurement) -> String {
    // Plain structs with text keys: serialising them cannot fail.
    let mut text = serde_json::to_string_pretty(measured).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn it_is_read_again() {
        let measured = super::super::testing::measurement();
        let read: crate::measure::model::Measurement = serde_json::from_str(&super::render(&measured)).unwrap();
        assert_eq!(read, measured);
    }
}
