//! Signing calls as Standard Webhooks describes.

use data_encoding::BASE64;
use hmac::{Hmac, KeyInit, Mac};
use model::UtcTime;
use sha2::Sha256;

/// What stands before the key of a secret.
const SECRET_PREFIX: &str = "whsec_";

/// The value of `webhook-signature`: a signature by each secret, with spaces between.
pub(super) fn signatures(secrets: &[&str], id: &str, at: UtcTime, body: &str) -> String {
    let all: Vec<String> = secrets
        .iter()
        .filter_map(|secret| signature(secret, id, at, body))
        .collect();
    all.join(" ")
}

/// A signature of version 1, HMAC-SHA256; none if the secret is not one.
fn signature(secret: &str, id: &str, at: UtcTime, body: &str) -> Option<String> {
    let key = secret.strip_prefix(SECRET_PREFIX)?;
    let key = BASE64.decode(key.as_bytes()).ok()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(format!("{id}.{}.", at.0).as_bytes());
    mac.update(body.as_bytes());
    Some(format!(
        "v1,{}",
        BASE64.encode(&mac.finalize().into_bytes())
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the libraries of Standard Webhooks.
    #[test]
    fn the_published_example_is_signed_as_published() {
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
        let body = r#"{"test": 2432232314}"#;
        let signed = signatures(&[secret], id, UtcTime(1_614_265_330), body);
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        let twice = signatures(&[secret, secret], id, UtcTime(1_614_265_330), body);
        assert_eq!(twice, format!("{signed} {signed}"));
        assert_eq!(signatures(&["x"], id, UtcTime(0), body), "");
    }
}
