//! PBKDF2, as SFTPGo writes it (`$pbkdf2-sha256$iterations$salt$hash`) and as a PHC string
//! (`$pbkdf2-sha256$i=iterations,l=length$salt$hash`).

use data_encoding::{BASE64, BASE64_NOPAD};
use model::HashNotKept;
use pbkdf2::pbkdf2_hmac;
use sha1::Sha1;
use sha2::{Sha256, Sha512};
use subtle::ConstantTimeEq;

use super::hash_function::HashFunction;
use super::limits::{Cost, PBKDF2_ITERATIONS};

/// The shortest output: less is no proof of a password.
const MIN_OUTPUT: usize = 16;
/// The longest output.
const MAX_OUTPUT: usize = 64;

/// An output of PBKDF2 with HMAC.
pub(super) struct Pbkdf2 {
    function: HashFunction,
    iterations: u32,
    salt: Vec<u8>,
    output: Vec<u8>,
}

impl Pbkdf2 {
    pub(super) fn parse(text: &str) -> Result<(Self, Cost), HashNotKept> {
        let (name, rest) = text
            .strip_prefix('$')
            .and_then(|rest| rest.split_once('$'))
            .ok_or(HashNotKept::UnknownScheme)?;
        let (function, is_salt_encoded) = match name {
            "pbkdf2-sha1" => (HashFunction::Sha1, false),
            "pbkdf2-sha256" => (HashFunction::Sha256, false),
            "pbkdf2-sha512" => (HashFunction::Sha512, false),
            "pbkdf2-b64salt-sha256" => (HashFunction::Sha256, true),
            _ => return Err(HashNotKept::UnknownScheme),
        };
        let fields: Vec<&str> = rest.split('$').collect();
        let [parameters, salt, output] = fields[..] else {
            return Err(HashNotKept::Malformed);
        };
        let (iterations, salt, output) = if parameters.starts_with("i=") {
            let output = decode_phc(output)?;
            let iterations = phc_iterations(parameters, output.len())?;
            (iterations, decode_phc(salt)?, output)
        } else {
            let salt = if is_salt_encoded {
                decode(salt)?
            } else {
                salt.as_bytes().to_vec()
            };
            (parameters, salt, decode(output)?)
        };
        if !(MIN_OUTPUT..=MAX_OUTPUT).contains(&output.len()) {
            return Err(HashNotKept::Malformed);
        }
        let iterations: u64 = iterations.parse().map_err(|_| HashNotKept::Malformed)?;
        let blocks = output.len().div_ceil(function.output_length());
        let cost = PBKDF2_ITERATIONS.judge(iterations.saturating_mul(blocks as u64))?;
        let iterations = u32::try_from(iterations).map_err(|_| HashNotKept::TooCostly)?;
        if iterations == 0 {
            return Err(HashNotKept::Malformed);
        }
        let hash = Self {
            function,
            iterations,
            salt,
            output,
        };
        Ok((hash, cost))
    }

    pub(super) fn verify(&self, password: &[u8]) -> bool {
        let derive = match self.function {
            HashFunction::Md5 => return false,
            HashFunction::Sha1 => pbkdf2_hmac::<Sha1>,
            HashFunction::Sha256 => pbkdf2_hmac::<Sha256>,
            HashFunction::Sha512 => pbkdf2_hmac::<Sha512>,
        };
        let mut output = vec![0; self.output.len()];
        derive(password, &self.salt, self.iterations, &mut output);
        output.ct_eq(&self.output).into()
    }
}

/// The iterations of `i=…` or `i=…,l=…`, where `l` is the length of the output.
fn phc_iterations(parameters: &str, output_length: usize) -> Result<&str, HashNotKept> {
    let parameters = parameters.strip_prefix("i=").unwrap_or(parameters);
    let Some((iterations, length)) = parameters.split_once(",l=") else {
        return Ok(parameters);
    };
    if length.parse() == Ok(output_length) {
        Ok(iterations)
    } else {
        Err(HashNotKept::Malformed)
    }
}

fn decode(text: &str) -> Result<Vec<u8>, HashNotKept> {
    let bytes = BASE64.decode(text.as_bytes());
    bytes.map_err(|_| HashNotKept::Malformed)
}

fn decode_phc(text: &str) -> Result<Vec<u8>, HashNotKept> {
    let bytes = BASE64_NOPAD.decode(text.as_bytes());
    bytes.map_err(|_| HashNotKept::Malformed)
}
