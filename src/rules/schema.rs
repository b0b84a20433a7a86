//! The JSON schema of files of rules, for editors.

/// The schema as indented JSON with a final newline; a test makes it anew of what is read.
pub const SCHEMA: &str = include_str!("../../rules.schema.json");

#[cfg(test)]
mod tests {
    use crate::config::schema_of;
    use crate::rules::model::RuleFile;

    /// `UPDATE_SCHEMA=1 cargo test --lib rules::schema` writes the file again.
    #[test]
    fn the_committed_schema_is_this_one() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/rules.schema.json");
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            std::fs::write(path, schema_of::<RuleFile>()).expect("the schema can be written");
        }
        let committed = std::fs::read_to_string(path).unwrap_or_default();
        assert_eq!(
            committed.replace("\r\n", "\n"),
            schema_of::<RuleFile>(),
            "write it again with UPDATE_SCHEMA=1 cargo test --lib rules::schema"
        );
    }
}
