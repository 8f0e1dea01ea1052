//! Splits input into command lines, in bounded memory.

/// The maximum length of a command line, without its line end. Longer ones are discarded.
pub(crate) const MAX_LINE: usize = 4096;

const IAC: u8 = 255;
/// WILL, WONT, DO and DONT are followed by one byte more (RFC 854).
const OPTION_COMMANDS: std::ops::RangeInclusive<u8> = 251..=254;
/// The other Telnet commands, `IP` and `DM` before an `ABOR` among them.
const PLAIN_COMMANDS: std::ops::RangeInclusive<u8> = 240..=250;

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line {
    Complete(Vec<u8>),
    TooLong,
}

impl Line {
    /// What it counts for in a bounded queue: its bytes, and one for its end.
    pub(crate) fn cost(&self) -> usize {
        match self {
            Self::Complete(line) => line.len() + 1,
            Self::TooLong => 1,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Telnet {
    Text,
    Iac,
    Option,
}

/// Splits at LF, and drops a CR before it and all Telnet commands.
///
/// Never holds more than [`MAX_LINE`] bytes of an unfinished line, plus the unread rest of
/// the last [`LineReader::push`].
#[derive(Debug)]
pub(crate) struct LineReader {
    pending: Vec<u8>,
    read: usize,
    line: Vec<u8>,
    overlong: bool,
    telnet: Telnet,
}

impl LineReader {
    pub(crate) fn new() -> Self {
        Self {
            pending: Vec::new(),
            read: 0,
            line: Vec::new(),
            overlong: false,
            telnet: Telnet::Text,
        }
    }

    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.pending.drain(..self.read);
        self.read = 0;
        self.pending.extend_from_slice(bytes);
    }

    /// Whether all input was consumed.
    pub(crate) fn is_drained(&self) -> bool {
        self.read == self.pending.len()
    }

    /// Discards all input that was not consumed.
    pub(crate) fn clear(&mut self) {
        *self = Self::new();
    }

    pub(crate) fn next_line(&mut self) -> Option<Line> {
        while let Some(byte) = self.pending.get(self.read).copied() {
            self.read += 1;
            match (self.telnet, byte) {
                (Telnet::Text, IAC) => self.telnet = Telnet::Iac,
                (Telnet::Text, _) => {
                    if let Some(line) = self.take(byte) {
                        return Some(line);
                    }
                }
                (Telnet::Iac, b) if OPTION_COMMANDS.contains(&b) => self.telnet = Telnet::Option,
                (Telnet::Iac, b) if PLAIN_COMMANDS.contains(&b) => self.telnet = Telnet::Text,
                (Telnet::Iac, IAC) => {
                    self.telnet = Telnet::Text;
                    self.store(IAC);
                }
                (Telnet::Iac, b) => {
                    // No Telnet command: the byte 255 belongs to a name that is not UTF-8.
                    self.telnet = Telnet::Text;
                    self.store(IAC);
                    if let Some(line) = self.take(b) {
                        return Some(line);
                    }
                }
                (Telnet::Option, _) => self.telnet = Telnet::Text,
            }
        }
        // An idle session keeps no buffer.
        self.pending = Vec::new();
        self.read = 0;
        None
    }

    fn take(&mut self, byte: u8) -> Option<Line> {
        if byte != b'\n' {
            self.store(byte);
            return None;
        }
        let mut line = std::mem::take(&mut self.line);
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        if std::mem::take(&mut self.overlong) || line.len() > MAX_LINE {
            return Some(Line::TooLong);
        }
        Some(Line::Complete(line))
    }

    fn store(&mut self, byte: u8) {
        // One byte more than a line may have: the CR of its end.
        if self.line.len() > MAX_LINE {
            self.overlong = true;
        }
        if self.overlong {
            self.line = Vec::new();
        } else {
            self.line.push(byte);
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use proptest::prelude::*;

    fn read(bytes: &[u8]) -> Vec<Line> {
        let mut reader = LineReader::new();
        reader.push(bytes);
        std::iter::from_fn(|| reader.next_line()).collect()
    }

    fn complete(bytes: &[u8]) -> Line {
        Line::Complete(bytes.to_vec())
    }

    #[test]
    fn splits_lines() {
        assert_eq!(
            read(b"NOOP\r\nPWD\nQU"),
            [complete(b"NOOP"), complete(b"PWD")]
        );
        assert_eq!(read(b"\r\n\n"), [complete(b""), complete(b"")]);
        assert_eq!(read(b"A\rB\r\r\n"), [complete(b"A\rB\r")]);
    }

    #[test]
    fn joins_what_comes_in_pieces() {
        let mut reader = LineReader::new();
        reader.push(b"NO");
        assert_eq!(reader.next_line(), None);
        reader.push(b"OP\r");
        assert_eq!(reader.next_line(), None);
        reader.push(b"\nPWD\r\n");
        assert_eq!(reader.next_line().unwrap(), complete(b"NOOP"));
        assert!(!reader.is_drained());
        assert_eq!(reader.next_line().unwrap(), complete(b"PWD"));
        assert!(reader.is_drained());
    }

    #[test]
    fn drops_telnet_commands() {
        assert_eq!(read(b"\xff\xf4\xff\xf2ABOR\r\n"), [complete(b"ABOR")]);
        assert_eq!(read(b"\xff\xf4\xffABOR\r\n"), [complete(b"\xffABOR")]);
        assert_eq!(read(b"NO\xff\xfb\nOP\n"), [complete(b"NOOP")]);
        assert_eq!(read(b"DELE a\xff\xffb\n"), [complete(b"DELE a\xffb")]);
        assert_eq!(read(b"DELE a\xffb\xff\n"), [complete(b"DELE a\xffb\xff")]);
    }

    #[test]
    fn discards_a_line_that_is_too_long_and_goes_on() {
        let mut bytes = vec![b'a'; MAX_LINE];
        bytes.extend_from_slice(b"\r\n");
        assert_eq!(read(&bytes), [complete(&[b'a'; MAX_LINE])]);
        bytes.insert(0, b'a');
        bytes.extend_from_slice(b"NOOP\r\n");
        assert_eq!(read(&bytes), [Line::TooLong, complete(b"NOOP")]);
        let mut huge = vec![b'a'; 10 * MAX_LINE];
        huge.extend_from_slice(b"\nNOOP\n");
        assert_eq!(read(&huge), [Line::TooLong, complete(b"NOOP")]);
    }

    proptest! {
        #[test]
        fn memory_is_bounded_whatever_comes(
            chunks in proptest::collection::vec(
                (any::<u8>(), 1usize..3000), 0..20),
        ) {
            let mut reader = LineReader::new();
            for (byte, count) in chunks {
                reader.push(&vec![byte; count]);
                while let Some(line) = reader.next_line() {
                    if let Line::Complete(line) = line {
                        prop_assert!(line.len() <= MAX_LINE);
                    }
                }
                prop_assert!(reader.line.len() <= MAX_LINE + 1);
                prop_assert!(reader.pending.is_empty());
            }
        }

        #[test]
        fn pieces_make_no_difference(
            bytes in proptest::collection::vec(
                prop_oneof![Just(b'\n'), Just(b'\r'), Just(255), 240u8.., any::<u8>()], 0..200),
            cut in 0usize..200,
        ) {
            let cut = cut.min(bytes.len());
            let mut reader = LineReader::new();
            let mut lines = Vec::new();
            for piece in [&bytes[..cut], &bytes[cut..]] {
                reader.push(piece);
                lines.extend(std::iter::from_fn(|| reader.next_line()));
            }
            prop_assert_eq!(lines, read(&bytes));
        }
    }
}
