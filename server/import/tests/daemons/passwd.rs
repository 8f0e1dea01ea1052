//! A system's own accounts.

use model::{ImportFileError, ImportFormat};

use crate::shown::{shown, shown_with};

const PASSWD: &[u8] = include_bytes!("../fixtures/passwd");
const SHADOW: &[u8] = include_bytes!("../fixtures/shadow");

#[test]
fn people_have_the_passwords_of_the_shadow() {
    let expected = include_str!("../fixtures/passwd-shadow.expected");
    let shown = shown_with(ImportFormat::Passwd, PASSWD, Some(SHADOW));
    assert_eq!(shown.unwrap(), expected);
}

#[test]
fn without_the_shadow_nothing_is_known_of_passwords() {
    let expected = include_str!("../fixtures/passwd.expected");
    assert_eq!(shown(ImportFormat::Passwd, PASSWD).unwrap(), expected);
}

#[test]
fn a_shadow_that_is_none_is_refused() {
    for shadow in [&b""[..], PASSWD] {
        assert_eq!(
            shown_with(ImportFormat::Passwd, PASSWD, Some(shadow)).unwrap_err(),
            ImportFileError::NotThisFormat { line: None }
        );
    }
}

#[test]
fn a_shadow_is_bounded_too() {
    let shadow: String = (0..200_001).map(|n| format!("{n}:\n")).collect();
    assert_eq!(
        shown_with(ImportFormat::Passwd, PASSWD, Some(shadow.as_bytes())),
        Err(ImportFileError::TooLarge)
    );
}
