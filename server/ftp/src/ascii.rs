//! `TYPE A`: line ends are CR LF on the wire and LF on disk.

/// Translates what is sent: LF becomes CR LF, and CR LF stays as it is.
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

/// Translates what is received: CR LF becomes LF, and a CR alone stays.
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

    /// A CR that was the last byte of the upload.
    pub(crate) fn finish(&mut self) -> Option<u8> {
        std::mem::take(&mut self.after_cr).then_some(b'\r')
    }
}
