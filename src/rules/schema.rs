//! The JSON schema of files of rules, for editors; the committed copy is `rules.schema.json`.
use super::model::RuleFile;
use crate::config::schema_of;

/// The schema as indented JSON with a final newline.
pub fn schema() -> String {
    schema_of::<RuleFile>()
}

#[cfg(test)]
mod tests {
    use super::schema;

    /// `UPDATE_SCHEMA=1 cargo test --lib rules::schema` writes the file again.
    #[test]
    fn the_committed_schema_is_this_one() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/rules.schema.json");
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            std::fs::write(path, schema()).expect("the schema can be written");
        }
        let committed = std::fs::read_to_string(path).unwrap_or_default();
        assert_eq!(
            committed.replace("\r\n", "\n"),
            schema(),
            "write it again with UPDATE_SCHEMA=1 cargo test --lib rules::schema"
        );
    }
}
