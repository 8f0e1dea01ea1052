//! An authenticator with one passkey, as browsers have it answer (W3C, "Web Authentication").

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Who uses it is there (UP).
const PRESENT: u8 = 0x01;
/// Who uses it is there and verified (UV).
const PRESENT_AND_VERIFIED: u8 = 0x05;
/// A new key is attested (AT).
const ATTESTED: u8 = 0x40;

/// An authenticator with one passkey.
pub(crate) struct Authenticator {
    key: EcdsaKeyPair,
    credential_id: Vec<u8>,
    /// Whose passkey it is, as the panel said.
    user_handle: Option<String>,
    /// Whether it verifies who shows it.
    pub(crate) verifies: bool,
    /// How often it has signed.
    counter: u32,
}

impl Authenticator {
    pub(crate) fn new(credential_id: &str) -> Self {
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_ASN1_SIGNING;
        let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).expect("a key");
        Self {
            key: EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref()).expect("a key"),
            credential_id: credential_id.as_bytes().to_vec(),
            user_handle: None,
            verifies: true,
            counter: 0,
        }
    }

    /// Makes the passkey, as `options` say, for a page at `origin`.
    pub(crate) fn create(&mut self, options: &str, origin: &str) -> String {
        let options: Value = serde_json::from_str(options).expect("options");
        self.user_handle = options["user"]["id"].as_str().map(ToOwned::to_owned);
        let client_data = client_data("webauthn.create", &options, origin);
        let mut data = self.data(origin, PRESENT_AND_VERIFIED | ATTESTED);
        data.extend([0; 16]);
        data.extend((self.credential_id.len() as u16).to_be_bytes());
        data.extend(&self.credential_id);
        data.extend(self.cose_key());
        // CBOR: {"fmt": "none", "attStmt": {}, "authData": data}.
        let mut attestation = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59".to_vec();
        attestation.extend((data.len() as u16).to_be_bytes());
        attestation.extend(data);
        self.answer(json!({
            "attestationObject": encoded(&attestation),
            "clientDataJSON": encoded(client_data.as_bytes()),
            "transports": ["internal", "one of the future"],
        }))
    }

    /// Shows the passkey, as `options` say, to a page at `origin`.
    pub(crate) fn get(&mut self, options: &str, origin: &str) -> String {
        let options: Value = serde_json::from_str(options).expect("options");
        self.counter += 1;
        let client_data = client_data("webauthn.get", &options, origin);
        let flags = match self.verifies {
            true => PRESENT_AND_VERIFIED,
            false => PRESENT,
        };
        let data = self.data(origin, flags);
        let mut signed = data.clone();
        signed.extend(Sha256::digest(client_data.as_bytes()));
        let signature = self
            .key
            .sign(&SystemRandom::new(), &signed)
            .expect("a signature");
        self.answer(json!({
            "authenticatorData": encoded(&data),
            "clientDataJSON": encoded(client_data.as_bytes()),
            "signature": encoded(signature.as_ref()),
            "userHandle": self.user_handle,
        }))
    }

    fn answer(&self, response: Value) -> String {
        let id = encoded(&self.credential_id);
        json!({
            "id": id,
            "rawId": id,
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": response,
        })
        .to_string()
    }

    fn data(&self, origin: &str, flags: u8) -> Vec<u8> {
        let host = origin.split("://").nth(1).expect("an origin");
        let host = host.split(':').next().expect("a host");
        let mut data = Sha256::digest(host.as_bytes()).to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    /// CBOR: {1: 2, 3: -7, -1: 1, -2: x, -3: y}, an ES256 key on the curve P-256 (RFC 9053).
    fn cose_key(&self) -> Vec<u8> {
        let point = self.key.public_key().as_ref();
        let (x, y) = point[1..].split_at(32);
        let mut key = b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20".to_vec();
        key.extend(x);
        key.extend(b"\x22\x58\x20");
        key.extend(y);
        key
    }
}

fn client_data(kind: &str, options: &Value, origin: &str) -> String {
    let challenge = &options["challenge"];
    json!({ "type": kind, "challenge": challenge, "origin": origin, "crossOrigin": false })
        .to_string()
}

fn encoded(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}
