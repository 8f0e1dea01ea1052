#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
//! The hashes are made by OpenSSL, libxcrypt, the reference implementation of Argon2 and Python's
//! `hashlib`.

use model::HashNotKept::{self, *};
use proptest::prelude::*;

use super::{Cost, KeptHash, MAX_LENGTH, MAX_PASSWORD_LENGTH, check_kept_hash};

const PASSWORD: &str = "correct horse é";

const HASHES: [&str; 44] = [
    "$1$saltsalt$KhJsixuZP0mAb705KB9Yw.",
    "$1$s$mIpVaMQOVLg8E1q3z9CQx1",
    "$1$OKgLCmVl$mG1Vd5fy3BOuptOwWFH0A/",
    "$apr1$OKgLCmVl$d8OgUfcWlNQtVksGtsT3S.",
    "$5$saltstringsalt16$vYAe0A1E8t.60pJhBcYE7pX0x3Kj7PyuhRgvbzCHZN9",
    "$5$rounds=1000$saltsalt$dItq3N3orEUM5cZG4sZs3BEtm.fQw8WimaJ5WTA24z2",
    "$6$abc$GgrY909pxhs5/k968pTuGL5Y40iLnClO/GdOyj6soc8oxXjf4ZZrvsI1rB138BvASzJ2.wUAKaeNDBeLFnaD1.",
    "$6$rounds=10000$saltstringsalt16$WmKDCOm3dhSlzDfxNSFkJd4XH2/QmQz/b0korq7qdTCvP2asLAI4YBAAaEWJgmA/dxBto3qOCIB5bmmsjFBD11",
    "$2a$04$abcdefghijklmnopqrstuub.ZjCeFtaHcVNO3csJiht1Oa5O89F5e",
    "$2b$04$abcdefghijklmnopqrstuub.ZjCeFtaHcVNO3csJiht1Oa5O89F5e",
    "$2y$04$abcdefghijklmnopqrstuub.ZjCeFtaHcVNO3csJiht1Oa5O89F5e",
    "$y$j75$LdJMENpBABJJ3hIHjB1Bi.$WlvhUHi07mWtNFASfJuFjhbyG/3vb9QG5UI.CUiRIM4",
    "$y$j75$xYZ0SfjMFq9ADX/UX6dbk/$VdpZZcGw4aEGcjfHoh.1qE1qu8EnTkjonYiGUYgQA01",
    "$y$j75$abcd$kd477ZKoWaJIKzkf56wiWUdSa0e6x.hSwsW0jmJz7f.",
    "$y$j9T$LdJMENpBABJJ3hIHjB1Bi.$2EEy/G.jE6YJavyOLYJlmgN2pCjXowJoz8hu34b3hT4",
    "$argon2i$v=19$m=1024,t=2,p=2$c29tZXNhbHQxMjM0NTY3OA$NFiSLA8sCj5c9D9900rT6UrddNhfr8Al1OBBBPmoQ7A",
    "$argon2d$v=19$m=1024,t=2,p=2$c29tZXNhbHQxMjM0NTY3OA$BN8LQHdHymNt7vBA73qhgdoWzcWgs6HtNoxIqv+Xpe8",
    "$argon2id$v=19$m=1024,t=2,p=2$c29tZXNhbHQxMjM0NTY3OA$SyuTW6w7llsVi1JgpKwGNbv+tvdJRD986icCcuYyh/g",
    "$argon2i$v=16$m=1024,t=2,p=2$c29tZXNhbHQxMjM0NTY3OA$3G4u+C9VbCeviqmZnQmCHN9RZLqoxU3YojnCJnnaJTc",
    "$argon2i$m=1024,t=2,p=2$c29tZXNhbHQxMjM0NTY3OA$3G4u+C9VbCeviqmZnQmCHN9RZLqoxU3YojnCJnnaJTc",
    "$pbkdf2-sha1$1000$E86a9YMX3zC7$tBBocJcvhCJqo2HhRh0qpXVSDVk=",
    "$pbkdf2-sha256$1000$E86a9YMX3zC7$VFBafWCCSVIphfEjC4D1IDJsTzKvsxLHhOLER2h2J8A=",
    "$pbkdf2-sha512$1000$E86a9YMX3zC7$s8U5W3wyfQ7gKOzM1/Xh9HeNG/SmUsh4xT94aBXWB3e4TiSBVcfIhEjI9xeFWSqL2+o2yb/D7OruIY0dbtIqTw==",
    "$pbkdf2-b64salt-sha256$1000$RTg2YTlZTVgzekM3/w==$GCIgA5Lnd8ON1Udsdi0kbAg6/BDjGl9TWr880kCkHoU=",
    "$pbkdf2-sha256$i=2000,l=32$AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8$lmftxJpJb+/3GYFu0MCMkwmq08UmUl3xCtSE7W0Xdks",
    "$pbkdf2-sha512$i=2000$AAECAwQFBgcICQoLDA0ODw$6VnR7tYiMe5It+MGXnwEJdK9ZEr0xqhzwqRpgSvUPoHfa19ivttQNlap5oQAv4G8TENzFDPTl1odU3woofUyFQ",
    "{MD5}99d4eaa3c4a60dc3228acb823b8924be",
    "{MD5}mdTqo8SmDcMiisuCO4kkvg==",
    "{md5}mdTqo8SmDcMiisuCO4kkvg==",
    "{PLAIN-MD5}99d4eaa3c4a60dc3228acb823b8924be",
    "{LDAP-MD5}mdTqo8SmDcMiisuCO4kkvg==",
    "{SMD5}E8RlyfvlOPfGtjLRCsRDZgEC/v9zYWx0",
    "{SHA}/8wfRUGm8tTSBrWrjhQj2hPe5cw=",
    "{sha1}/8wfRUGm8tTSBrWrjhQj2hPe5cw",
    "{SSHA}VBOqUC89596siODc983DJjuTtPcBAv7/c2FsdA==",
    "{SHA256}7675923c7befcb5b8a69672a998c26693ea7c37c6722d34c2bffaa04cedca8f4",
    "{SHA256}dnWSPHvvy1uKaWcqmYwmaT6nw3xnItNMK/+qBM7cqPQ=",
    "{SSHA256}MlQSAqYbo1kpu7zDeL600jUwuVSBXevfNcCX57p6bWcBAv7/c2FsdA==",
    "{SHA512}3175030395c921bcc22f5ce487427b8bcd0d81260bcb4929a5dc529dd397f2478ec4f7e7f16359dc171314bd7a566e4591726d8cb0bdcdd4eccf934048dc6386",
    "{SSHA512}IgWhNiThbSC4shP68mQKwEahoAobOAzWfOzHDlyRUmj+i2oNJX4SAyccSAVIKstg16Lb642uzIKbRlMv0tP1tQEC/v9zYWx0",
    "{CRYPT}$1$saltsalt$KhJsixuZP0mAb705KB9Yw.",
    "{MD5}$1$saltsalt$KhJsixuZP0mAb705KB9Yw.",
    "{BLF-CRYPT}$2y$04$abcdefghijklmnopqrstuub.ZjCeFtaHcVNO3csJiht1Oa5O89F5e",
    "{SHA256-CRYPT}$5$rounds=1000$saltsalt$dItq3N3orEUM5cZG4sZs3BEtm.fQw8WimaJ5WTA24z2",
];

#[test]
fn each_hash_knows_its_password_and_no_other() {
    for text in HASHES {
        assert_eq!(check_kept_hash(text), Ok(()), "{text}");
        let hash = KeptHash::parse(text).unwrap();
        assert!(hash.verify(PASSWORD), "{text}");
        for other in ["correct horse e", "correct horse é ", "correct horse ", ""] {
            assert!(!hash.verify(other), "{text} and {other:?}");
        }
    }
}

#[test]
fn bcrypt_compares_the_first_72_bytes_as_it_did_before() {
    let text = "$2b$04$abcdefghijklmnopqrstuuwurWIdVVT4m5pTArtqnFNM69nySdHj.";
    let hash = KeptHash::parse(text).unwrap();
    assert!(hash.verify(&"y".repeat(100)));
    assert!(hash.verify(&format!("{}z", "y".repeat(72))));
    assert!(!hash.verify(&format!("{}z", "y".repeat(71))));
}

#[test]
fn a_very_long_password_belongs_to_no_old_hash() {
    for (length, text) in [
        (
            MAX_PASSWORD_LENGTH,
            "$5$rounds=1000$saltsalt$pOc.L5UBL2rOZbMf14fCVxlGqH8Bl0f7S0SuNZYYnl3",
        ),
        (
            MAX_PASSWORD_LENGTH + 1,
            "$5$rounds=1000$saltsalt$zyOpPAQwMVHbbPDEdh1VIJ0Ao9GhWw6nVhajJquWWf.",
        ),
    ] {
        let hash = KeptHash::parse(text).unwrap();
        let is_verified = hash.verify(&"a".repeat(length));
        assert_eq!(is_verified, length <= MAX_PASSWORD_LENGTH, "{length}");
    }
}

#[test]
fn what_is_no_hash_is_said_to_be_none() {
    for text in [
        "",
        "*",
        "!",
        "!!",
        "x",
        "*LK*",
        "!$6$abc$def",
        "{CRYPT}!",
        "{CRYPT}",
    ] {
        assert_eq!(check_kept_hash(text), Err(NoPassword), "{text}");
    }
}

#[test]
fn what_does_not_say_a_scheme_that_is_known_is_not_guessed() {
    for text in [
        "secret",
        "ab01CD./efGHi",
        "99d4eaa3c4a60dc3228acb823b8924be",
        "mdTqo8SmDcMiisuCO4kkvg==",
        "{MD4}99d4eaa3c4a60dc3228acb823b8924be",
        "{PBKDF2}$1$salt$5000$abcdef",
        "$",
        "$6",
        "$7$C6..../....SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D",
        "$2x$04$abcdefghijklmnopqrstuub.ZjCeFtaHcVNO3csJiht1Oa5O89F5e",
        "$gy$j9T$abcd$kd477ZKoWaJIKzkf56wiWUdSa0e6x.hSwsW0jmJz7f.",
        "$pbkdf2-md5$1000$salt$mdTqo8SmDcMiisuCO4kkvg==",
        // What `crypt` never writes: more lanes, more passes.
        "$y$j95.0$abcd$kd477ZKoWaJIKzkf56wiWUdSa0e6x.hSwsW0jmJz7f.",
        "$y$j95/.$abcd$kd477ZKoWaJIKzkf56wiWUdSa0e6x.hSwsW0jmJz7f.",
        "$argon2id$v=20$m=1024,t=2,p=2$c29tZXNhbHQxMjM0NTY3OA$SyuTW6w7llsVi1JgpKwGNbv+tvdJRD986icCcuYyh/g",
    ] {
        assert_eq!(check_kept_hash(text), Err(UnknownScheme), "{text}");
    }
}

#[test]
fn what_no_password_can_be_verified_with_is_malformed() {
    for text in [
        "$1$$",
        "$1$saltsaltsalt$KhJsixuZP0mAb705KB9Yw.",
        "$1$saltsalt$KhJsixuZP0mAb705KB9Yw=",
        "$1$saltsalt$KhJsixuZP0mAb705KB9Yw",
        "$5$saltsalt$",
        "$5$rounds=999$saltsalt$dItq3N3orEUM5cZG4sZs3BEtm.fQw8WimaJ5WTA24z2",
        "$5$rounds=$saltsalt$dItq3N3orEUM5cZG4sZs3BEtm.fQw8WimaJ5WTA24z2",
        "$5$rounds=1000$$dItq3N3orEUM5cZG4sZs3BEtm.fQw8WimaJ5WTA24z2",
        "$5$rounds=1000$dItq3N3orEUM5cZG4sZs3BEtm.fQw8WimaJ5WTA24z2",
        "$6$saltsalt$dItq3N3orEUM5cZG4sZs3BEtm.fQw8WimaJ5WTA24z2",
        "$2b$03$abcdefghijklmnopqrstuub.ZjCeFtaHcVNO3csJiht1Oa5O89F5e",
        "$2b$04$abcdefghijklmnopqrstuub.ZjCeFtaHcVNO3csJiht1Oa5O89F5",
        "$y$j75$abcd",
        "$y$j75$abcd$",
        "$y$j75$$kd477ZKoWaJIKzkf56wiWUdSa0e6x.hSwsW0jmJz7f.",
        "$y$j75$abcd$kd477ZKoWaJIKzkf56wiWUdSa0e6x.hSwsW0jmJz7",
        "$argon2id$v=19$m=1024,t=2,p=2$c29tZXNhbHQxMjM0NTY3OA",
        "$argon2id$v=19$m=1024,t=2,p=2$c29tZXNhbHQxMjM0NTY3OA$AAAA",
        "$argon2id$v=19$m=1,t=2,p=2$c29tZXNhbHQxMjM0NTY3OA$SyuTW6w7llsVi1JgpKwGNbv+tvdJRD986icCcuYyh/g",
        "$pbkdf2-sha256$1000$salt$",
        "$pbkdf2-sha256$1000$salt$AAAA",
        "$pbkdf2-sha256$0$salt$VFBafWCCSVIphfEjC4D1IDJsTzKvsxLHhOLER2h2J8A=",
        "$pbkdf2-sha256$-1$salt$VFBafWCCSVIphfEjC4D1IDJsTzKvsxLHhOLER2h2J8A=",
        "$pbkdf2-sha256$i=1000,l=31$AAEC$lmftxJpJb+/3GYFu0MCMkwmq08UmUl3xCtSE7W0Xdks",
        // Passlib's Base64 of its own, whose salt is encoded too.
        "$pbkdf2-sha256$1000$AAEC$lmftxJpJb./3GYFu0MCMkwmq08UmUl3xCtSE7W0Xdks",
        "{MD5}",
        "{MD5}99d4eaa3c4a60dc3228acb823b8924bg",
        "{SHA256}mdTqo8SmDcMiisuCO4kkvg==",
        "{SHA}VBOqUC89596siODc983DJjuTtPcBAv7/c2FsdA==",
        "{SSHA}/8wfRUGm8tTSBrWrjhQj2hPe5cw=",
    ] {
        assert_eq!(check_kept_hash(text), Err(Malformed), "{text}");
    }
    let long = format!(
        "$pbkdf2-sha1$1000${}$tBBocJcvhCJqo2HhRh0qpXVSDVk=",
        "s".repeat(MAX_LENGTH)
    );
    assert_eq!(check_kept_hash(&long), Err(Malformed));
}

/// What a text is judged to cost; `{}` stands for the number that decides.
fn judged(text: &str, number: impl std::fmt::Display) -> Result<Cost, HashNotKept> {
    let text = text.replace("{}", &number.to_string());
    KeptHash::parse(&text).map(|hash| hash.cost())
}

#[test]
fn the_cost_is_judged_by_the_text_alone() {
    let (usual, high, too_costly) = (Ok(Cost::Usual), Ok(Cost::High), Err(TooCostly));

    let text = "$6$rounds={}$abc$GgrY909pxhs5/k968pTuGL5Y40iLnClO/GdOyj6soc8oxXjf4ZZrvsI1rB138BvASzJ2.wUAKaeNDBeLFnaD1.";
    assert_eq!(judged(text, 5_000), usual);
    assert_eq!(judged(text, 656_000), high);
    assert_eq!(judged(text, 1_000_001), too_costly);
    assert_eq!(judged(text, 999_999_999), too_costly);

    let text = "$2y${}$abcdefghijklmnopqrstuub.ZjCeFtaHcVNO3csJiht1Oa5O89F5e";
    assert_eq!(judged(text, 10), usual);
    assert_eq!(judged(text, 14), high);
    assert_eq!(judged(text, 15), too_costly);
    assert_eq!(judged(text, 31), too_costly);

    // 16 MiB, 256 MiB, 512 MiB, and 64 GiB.
    let text = "$y${}$abcd$kd477ZKoWaJIKzkf56wiWUdSa0e6x.hSwsW0jmJz7f.";
    assert_eq!(judged(text, "j9T"), usual);
    assert_eq!(judged(text, "jDT"), high);
    assert_eq!(judged(text, "jET"), too_costly);
    assert_eq!(judged(text, "jLT"), too_costly);

    let text = "$argon2id$v=19$m={},p=1$c29tZXNhbHQxMjM0NTY3OA$SyuTW6w7llsVi1JgpKwGNbv+tvdJRD986icCcuYyh/g";
    assert_eq!(judged(text, "19456,t=2"), usual);
    assert_eq!(judged(text, "65536,t=4"), high);
    assert_eq!(judged(text, "262144,t=3"), high);
    assert_eq!(judged(text, "8192,t=1023"), high);
    assert_eq!(judged(text, "262144,t=65"), too_costly);
    assert_eq!(judged(text, "262145,t=1"), too_costly);
    assert_eq!(judged(text, "4294967295,t=1"), too_costly);
    assert_eq!(judged(text, "8,t=4294967295"), too_costly);

    let text = "$pbkdf2-sha256${}$salt$VFBafWCCSVIphfEjC4D1IDJsTzKvsxLHhOLER2h2J8A=";
    assert_eq!(judged(text, 100_000), usual);
    assert_eq!(judged(text, 600_000), high);
    assert_eq!(judged(text, 2_000_001), too_costly);
    assert_eq!(judged(text, u64::MAX), too_costly);
    // Two blocks of output cost as much as twice the iterations.
    let text = "$pbkdf2-sha256${}$salt$s8U5W3wyfQ7gKOzM1/Xh9HeNG/SmUsh4xT94aBXWB3e4TiSBVcfIhEjI9xeFWSqL2+o2yb/D7OruIY0dbtIqTw==";
    assert_eq!(judged(text, 60_000), high);
    assert_eq!(judged(text, 1_000_001), too_costly);
}

/// A text that has much of a hash.
fn like_a_hash() -> impl Strategy<Value = String> {
    let hash = (0..HASHES.len()).prop_map(|at| HASHES[at]);
    let edit = (
        any::<prop::sample::Index>(),
        0_usize..12,
        "[$0-9a-z=,./{}é]{0,4}",
    );
    (hash, prop::collection::vec(edit, 0..4)).prop_map(|(hash, edits)| {
        edits
            .iter()
            .fold(hash.to_owned(), |text, (at, length, with)| {
                let letters: Vec<char> = text.chars().collect();
                let begin = if letters.is_empty() {
                    0
                } else {
                    at.index(letters.len())
                };
                let end = (begin + length).min(letters.len());
                let before = letters[..begin].iter().copied();
                let after = letters[end..].iter().copied();
                before.chain(with.chars()).chain(after).collect()
            })
    })
}

proptest! {
    #[test]
    fn no_text_is_a_hash_of_every_password(text in like_a_hash(), password in ".{0,20}") {
        // The costly ones are left out for the time that this test takes.
        if let Ok(hash) = KeptHash::parse(&text)
            && hash.cost() == Cost::Usual
            && password != PASSWORD
        {
            prop_assert!(!hash.verify(&password));
        }
    }

    #[test]
    fn any_text_is_judged(text in any::<String>()) {
        let _ = check_kept_hash(&text);
        for begin in ["$y$", "$5$", "$argon2id$", "$pbkdf2-sha1$", "{SSHA}", "$2b$", "$1$"] {
            let _ = check_kept_hash(&format!("{begin}{text}"));
        }
    }
}
