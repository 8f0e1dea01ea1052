//! Replies: three digits and a text (RFC 959, section 4.2).

/// One reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reply {
    code: u16,
    lines: Vec<Vec<u8>>,
}

impl Reply {
    pub(crate) fn new(code: u16, text: impl Into<Vec<u8>>) -> Self {
        Self {
            code,
            lines: vec![text.into()],
        }
    }

    /// A reply of several lines: `211-first`, ` middle`..., `211 last`.
    pub(crate) fn multi(
        code: u16,
        first: impl Into<Vec<u8>>,
        middle: impl IntoIterator<Item = Vec<u8>>,
        last: impl Into<Vec<u8>>,
    ) -> Self {
        let mut lines = vec![first.into()];
        lines.extend(middle);
        lines.push(last.into());
        Self { code, lines }
    }

    #[cfg(test)]
    pub(crate) fn code(&self) -> u16 {
        self.code
    }

    /// Appends the encoded reply. A control character in a text (from a
    /// file's name) becomes `?`, so that no name can forge a line.
    pub(crate) fn write_to(&self, out: &mut Vec<u8>) {
        let last = self.lines.len().saturating_sub(1);
        for (at, line) in self.lines.iter().enumerate() {
            if at == last {
                out.extend_from_slice(format!("{} ", self.code).as_bytes());
            } else if at == 0 {
                out.extend_from_slice(format!("{}-", self.code).as_bytes());
            } else {
                // The space keeps a line that begins with digits from ending the reply.
                out.push(b' ');
            }
            out.extend(line.iter().map(|b| printable(*b)));
            out.extend_from_slice(b"\r\n");
        }
    }
}

/// The byte, or `?` for a control character.
pub(crate) fn printable(byte: u8) -> u8 {
    if byte.is_ascii_control() { b'?' } else { byte }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wire(reply: &Reply) -> String {
        let mut out = Vec::new();
        reply.write_to(&mut out);
        String::from_utf8_lossy(&out).into_owned()
    }

    #[test]
    fn one_line_and_several() {
        assert_eq!(wire(&Reply::new(200, "Fine.")), "200 Fine.\r\n");
        let reply = Reply::multi(
            211,
            "Features:",
            [b"SIZE".to_vec(), b"211 x".to_vec()],
            "End",
        );
        assert_eq!(
            wire(&reply),
            "211-Features:\r\n SIZE\r\n 211 x\r\n211 End\r\n"
        );
        assert_eq!(reply.code(), 211);
    }

    #[test]
    fn a_name_cannot_forge_a_reply() {
        let reply = Reply::new(257, b"\"/a\r\n230 Welcome\x1b\" made.".to_vec());
        assert_eq!(wire(&reply), "257 \"/a??230 Welcome?\" made.\r\n");
    }
}
