//! The JSON schema of the configuration, for editors.

/// The schema as indented JSON with a final newline. A test makes it anew of the settings: what makes schemas is no part of the binary.
pub const SCHEMA: &str = include_str!("../../dormant.schema.json");

/// The schema of a type, in the same form.
#[cfg(test)]
pub fn schema_of<T: schemars::JsonSchema>() -> String {
    let schema = schemars::schema_for!(T);
    serde_json::to_string_pretty(&schema).expect("plain values") + "\n"
}

#[cfg(test)]
mod tests {
    use super::super::RawSettings;
    use super::*;

    /// `UPDATE_SCHEMA=1 cargo test --lib config::schema` writes the file again.
    #[test]
    fn the_committed_schema_is_this_one() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/dormant.schema.json");
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            std::fs::write(path, schema_of::<RawSettings>()).unwrap();
        }
        let committed = std::fs::read_to_string(path).unwrap_or_default();
        assert_eq!(
            committed.replace("\r\n", "\n"),
            schema_of::<RawSettings>(),
            "write it again with UPDATE_SCHEMA=1 cargo test --lib config::schema"
        );
    }

    #[test]
    fn every_key_has_a_description_and_no_other_is_allowed() {
        let schema: serde_json::Value = serde_json::from_str(SCHEMA).unwrap();
        assert_eq!(schema["additionalProperties"], false);
        let keys = schema["properties"].as_object().unwrap();
        assert_eq!(keys.len(), 23);
        for (key, value) in keys {
            assert!(value["description"].is_string(), "{key}");
        }
    }
}
