//! Offsets into lines and columns, for formats that know no bytes.
use crate::verdict::Position;

/// Where the lines of a text start.
pub(super) struct Places<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Places<'a> {
    pub fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let ends = bytes
            .iter()
            .enumerate()
            .filter(|&(at, byte)| *byte == b'\n' || *byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
        Places {
            text,
            starts: std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect(),
        }
    }

    /// The place of a byte: its line, ended by `\n`, `\r` or both, and its column in characters, both counted from one.
    pub fn position(&self, offset: u32) -> Position {
        let offset = offset as usize;
        let line = self.starts.partition_point(|&start| start <= offset);
        let start = self.starts[line.saturating_sub(1)];
        let before = self.text.get(start..offset).unwrap_or_default();
        Position {
            line: line as u32,
            column: before.chars().count() as u32 + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_python_ends_them() {
        let text = "a\r\nä漢x\rb\n";
        let places = Places::new(text);
        let at = |needle: &str| {
            let Position { line, column } = places.position(text.find(needle).unwrap() as u32);
            (line, column)
        };
        assert_eq!((at("a"), at("漢"), at("x"), at("b")), ((1, 1), (2, 2), (2, 3), (3, 1)));
        let Position { line, column } = places.position(text.len() as u32);
        assert_eq!((line, column), (4, 1));
    }
}
