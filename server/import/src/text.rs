//! Texts of other servers.

/// A text with a single space wherever it has line breaks or other white space: a note is one line.
pub(crate) fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}
