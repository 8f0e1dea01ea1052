//! Which permissions new files and folders do not get.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A umask (`umask(2)`): three octal digits, from 000 to 777.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Umask(u16);

/// A text that is no umask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UmaskError;

impl Umask {
    /// Reads what was submitted: octal digits, with or without zeros before them.
    ///
    /// # Errors
    /// If it is no octal number up to 777.
    pub fn parse(text: &str) -> Result<Self, UmaskError> {
        let text = text.trim();
        let is_short = (1..=4).contains(&text.len());
        if !is_short || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(UmaskError);
        }
        let bits = u16::from_str_radix(text, 8).map_err(|_| UmaskError)?;
        Self::from_bits(bits).ok_or(UmaskError)
    }

    /// The umask of these bits, if it is one.
    pub fn from_bits(bits: u16) -> Option<Self> {
        (bits <= 0o777).then_some(Self(bits))
    }

    /// Its bits.
    pub fn bits(self) -> u16 {
        self.0
    }
}

impl Default for Umask {
    /// That of most systems: others may read and not write.
    fn default() -> Self {
        Self(0o022)
    }
}

impl fmt::Display for Umask {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:03o}", self.0)
    }
}

impl fmt::Display for UmaskError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("no umask")
    }
}

impl std::error::Error for UmaskError {}

impl FromStr for Umask {
    type Err = UmaskError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Umask {
    type Error = UmaskError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Umask> for String {
    fn from(umask: Umask) -> Self {
        umask.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn umasks_are_octal_up_to_777() {
        for (text, shown) in [
            ("022", "022"),
            ("0", "000"),
            ("0027", "027"),
            (" 777 ", "777"),
        ] {
            assert_eq!(
                Umask::parse(text).map(|umask| umask.to_string()).as_deref(),
                Ok(shown)
            );
        }
        for text in ["", "8", "1000", "00022", "-1", "+2", "0o22", "rwx"] {
            assert_eq!(Umask::parse(text), Err(UmaskError), "{text}");
        }
    }
}
