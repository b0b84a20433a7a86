//! An object for programs whose form has a version, around what is plain data elsewhere.
use serde::Serialize;

/// Any object, and the version of its form.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Versioned<T> {
    /// The version of this form.
    version: u32,
    #[serde(flatten)]
    value: T,
}

/// The object, indented, with a final newline.
pub fn render(value: impl Serialize) -> String {
    // Plain structs with text keys: serialising them cannot fail.
    serde_json::to_string_pretty(&Versioned { version: 1, value }).unwrap_or_default() + "\n"
}
