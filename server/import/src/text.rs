//! Texts of other servers.

/// A text with a single space wherever it has line breaks or other white space: a note is one line.
pub(crate) fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// Whether a shell, or none, is one with which nobody signs in to a system.
pub(crate) fn is_no_shell(shell: &str) -> bool {
    let program = shell.rsplit('/').next().unwrap_or(shell);
    ["", "false", "nologin"].contains(&program)
}
