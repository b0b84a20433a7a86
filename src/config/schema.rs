//! The JSON schema of the configuration, for editors; the committed copy is `dormant.schema.json`.

use super::RawSettings;

/// The schema as indented JSON with a final newline.
pub fn schema() -> String {
    schema_of::<RawSettings>()
}

/// The schema of a type, in the same form.
pub fn schema_of<T: schemars::JsonSchema>() -> String {
    let schema = schemars::schema_for!(T);
    // Serialising a tree of plain values cannot fail.
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `UPDATE_SCHEMA=1 cargo test --lib config::schema` writes the file again.
    #[test]
    fn the_committed_schema_is_this_one() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/dormant.schema.json");
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            std::fs::write(path, schema()).unwrap();
        }
        let committed = std::fs::read_to_string(path).unwrap_or_default();
        assert_eq!(
            committed.replace("\r\n", "\n"),
            schema(),
            "write it again with UPDATE_SCHEMA=1 cargo test --lib config::schema"
        );
    }

    #[test]
    fn every_key_has_a_description_and_no_other_is_allowed() {
        let schema: serde_json::Value = serde_json::from_str(&schema()).unwrap();
        assert_eq!(schema["additionalProperties"], false);
        let keys = schema["properties"].as_object().unwrap();
        assert_eq!(keys.len(), 23);
        for (key, value) in keys {
            assert!(value["description"].is_string(), "{key}");
        }
    }
}
