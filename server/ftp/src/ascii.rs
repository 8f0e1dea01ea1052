//! `TYPE A`: line ends are CR LF on the wire and LF on disk.

/// `TYPE A` on its way out: LF becomes CR LF, a CR LF stays one.
#[derive(Debug, Default)]
pub(crate) struct ToNetwork {
    after_cr: bool,
}

impl ToNetwork {
    pub(crate) fn translate(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(bytes.len() + bytes.len() / 16 + 16);
        for byte in bytes {
            if *byte == b'\n' && !self.after_cr {
                out.push(b'\r');
            }
            self.after_cr = *byte == b'\r';
            out.push(*byte);
        }
        out
    }
}

/// `TYPE A` on its way in: CR LF becomes LF, a CR alone stays.
#[derive(Debug, Default)]
pub(crate) struct FromNetwork {
    after_cr: bool,
}

impl FromNetwork {
    pub(crate) fn translate(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(bytes.len() + 1);
        for byte in bytes {
            if self.after_cr && *byte != b'\n' {
                out.push(b'\r');
            }
            self.after_cr = *byte == b'\r';
            if !self.after_cr {
                out.push(*byte);
            }
        }
        out
    }

    /// The CR that was the last byte of all.
    pub(crate) fn finish(&mut self) -> Option<u8> {
        std::mem::take(&mut self.after_cr).then_some(b'\r')
    }
}
