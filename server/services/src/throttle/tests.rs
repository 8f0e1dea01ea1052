//! Guesses, and the people whose names are guessed at.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
use std::net::Ipv6Addr;

use model::AccountName;

use super::failures::{FORGET, MAX_IN_FLIGHT, MAX_KEYS};
use super::known_networks::MAX_KNOWN_NAMES;
use super::wrong_passwords::MAX_WRONG_PASSWORDS;
use super::*;

fn address(last: u8) -> IpAddr {
    IpAddr::from([192, 0, 2, last])
}

#[test]
fn a_name_is_locked_ever_longer_from_wherever_it_is_tried() {
    let throttle = Throttle::new();
    let mut now = Instant::now();
    for number in 0..6 {
        let attempt = throttle
            .begin_at(address(number), "Marie", None, now)
            .unwrap();
        attempt.failed_at(now);
    }
    let locked = throttle.begin_at(address(9), "marie ", None, now).err();
    assert_eq!(locked, Some(Locked(Duration::from_secs(1))));
    assert!(throttle.begin_at(address(9), "paul", None, now).is_ok());
    now += Duration::from_secs(1);
    throttle
        .begin_at(address(9), "marie", None, now)
        .unwrap()
        .failed_at(now);
    let locked = throttle.begin_at(address(9), "marie", None, now).err();
    assert_eq!(locked, Some(Locked(Duration::from_secs(2))));
}

#[test]
fn failures_under_two_names_of_one_account_count_for_both() {
    let throttle = Throttle::new();
    let own = AccountName::parse("marie").unwrap();
    for number in 0..6 {
        let mut attempt = throttle.begin(address(number), "old-name").unwrap();
        attempt.also(&own).unwrap();
        attempt.failed();
    }
    assert!(throttle.begin(address(9), "marie").is_err());
    assert!(throttle.begin(address(9), "old-name").is_err());
    let mut attempt = throttle.begin(address(9), "older-name").unwrap();
    assert!(attempt.also(&own).is_err());
}

#[test]
fn an_address_is_locked_whichever_names_it_tries() {
    let throttle = Throttle::new();
    let now = Instant::now();
    for number in 0..31 {
        let name = format!("name-{number}");
        let attempt = throttle.begin_at(address(1), &name, None, now).unwrap();
        attempt.failed_at(now);
    }
    assert!(throttle.begin_at(address(1), "another", None, now).is_err());
    assert!(throttle.begin_at(address(2), "another", None, now).is_ok());
}

#[test]
fn a_right_password_forgives_the_name_and_time_forgives_everything() {
    let throttle = Throttle::new();
    let now = Instant::now();
    for _ in 0..5 {
        throttle
            .begin_at(address(1), "marie", None, now)
            .unwrap()
            .failed_at(now);
    }
    throttle
        .begin_at(address(1), "marie", None, now)
        .unwrap()
        .succeeded();
    for _ in 0..5 {
        throttle
            .begin_at(address(1), "marie", None, now)
            .unwrap()
            .failed_at(now);
    }
    assert!(throttle.begin_at(address(1), "marie", None, now).is_ok());
    let later = now + FORGET + Duration::from_secs(1);
    for _ in 0..5 {
        throttle
            .begin_at(address(1), "marie", None, later)
            .unwrap()
            .failed_at(later);
    }
    assert!(throttle.begin_at(address(1), "marie", None, later).is_ok());
}

#[test]
fn guesses_side_by_side_are_bounded() {
    let throttle = Throttle::new();
    let now = Instant::now();
    let attempts: Vec<_> = (0..MAX_IN_FLIGHT)
        .map(|_| throttle.begin_at(address(1), "marie", None, now).unwrap())
        .collect();
    assert!(throttle.begin_at(address(2), "marie", None, now).is_err());
    drop(attempts);
    assert!(throttle.begin_at(address(2), "marie", None, now).is_ok());
    assert!(throttle.lock().failures.len() == 0);
}

#[test]
fn memory_is_bounded_and_the_guilty_are_remembered() {
    let throttle = Throttle::new();
    let now = Instant::now();
    for _ in 0..6 {
        throttle
            .begin_at(address(1), "marie", None, now)
            .unwrap()
            .failed_at(now);
    }
    for number in 0..u32::try_from(MAX_KEYS).unwrap() {
        let from = IpAddr::V4((0x0a00_0000 + number).into());
        let name = format!("name-{number}");
        throttle
            .begin_at(from, &name, None, now)
            .unwrap()
            .failed_at(now);
    }
    assert!(throttle.lock().failures.len() <= MAX_KEYS);
    assert!(throttle.begin_at(address(2), "marie", None, now).is_err());
}

fn fail(throttle: &Throttle, from: IpAddr, name: &str, now: Instant) {
    throttle
        .begin_at(from, name, None, now)
        .unwrap()
        .failed_at(now);
}

#[test]
fn who_knows_a_name_does_not_lock_its_owner_out_of_a_known_network() {
    let throttle = Throttle::new();
    let mut now = Instant::now();
    let owner = throttle.begin_at(address(1), "marie", None, now).unwrap();
    owner.succeeded_at(now);
    for from in (0..20).flat_map(|_| 2..52).map(address) {
        if let Ok(attempt) = throttle.begin_at(from, "marie", None, now) {
            attempt.failed_at(now);
        }
        now += Duration::from_secs(1);
        assert!(throttle.begin_at(address(1), "marie", None, now).is_ok());
    }
    let elsewhere = throttle.begin_at(address(99), "marie", None, now).err();
    assert!(elsewhere.is_some(), "it stays locked elsewhere");
    // Nor does whoever guesses other names in that network.
    for number in 0..31 {
        fail(&throttle, address(1), &format!("name-{number}"), now);
    }
    assert!(throttle.begin_at(address(1), "paul", None, now).is_err());
    assert!(throttle.begin_at(address(1), "marie", None, now).is_ok());
}

#[test]
fn guesses_in_a_known_network_lock_the_name_there_and_nowhere_else() {
    let throttle = Throttle::new();
    let now = Instant::now();
    for network in [1, 2] {
        let owner = throttle
            .begin_at(address(network), "marie", None, now)
            .unwrap();
        owner.succeeded_at(now);
    }
    for _ in 0..6 {
        fail(&throttle, address(1), "marie", now);
    }
    assert!(throttle.begin_at(address(1), "marie", None, now).is_err());
    assert!(throttle.begin_at(address(2), "marie", None, now).is_ok());
    assert!(throttle.begin_at(address(3), "marie", None, now).is_ok());
    assert!(throttle.begin_at(address(1), "paul", None, now).is_ok());
}

#[test]
fn a_network_is_known_for_a_time_and_so_are_so_many() {
    let throttle = Throttle::new();
    let now = Instant::now();
    for network in 0..=8 {
        let owner = throttle
            .begin_at(address(network), "marie", None, now)
            .unwrap();
        owner.succeeded_at(now);
    }
    let is_known = |network, now| {
        let attempt = throttle.begin_at(address(network), "marie", None, now);
        attempt.unwrap().standing == Standing::Known
    };
    assert!(!is_known(0, now), "the oldest gave way");
    assert!(is_known(1, now) && is_known(8, now));
    assert!(!is_known(8, now + KNOWN_FOR + Duration::from_secs(1)));
    for number in 0..MAX_KNOWN_NAMES {
        let from = IpAddr::V4((0x0a00_0000 + u32::try_from(number).unwrap()).into());
        let name = format!("name-{number}");
        let later = now + Duration::from_secs(1);
        let attempt = throttle.begin_at(from, &name, None, later).unwrap();
        attempt.succeeded_at(later);
    }
    let names = throttle.lock().known_networks.names();
    assert!(names <= MAX_KNOWN_NAMES, "{names}");
}

#[test]
fn the_same_wrong_password_counts_once() {
    let throttle = Throttle::new();
    let mut now = Instant::now();
    let tries = |password: &str, hash, from, now| {
        let mut attempt = throttle.begin_at(from, "marie", None, now).unwrap();
        let is_repeated = attempt.is_repeated_at(password, Some(hash), now);
        if !is_repeated {
            attempt.failed_at(now);
        }
        is_repeated
    };
    assert!(!tries("old", "hash", address(1), now));
    for _ in 0..1000 {
        assert!(tries("old", "hash", address(1), now));
        now += Duration::from_secs(60);
    }
    // Another guess, another stored password, another network, and after a time.
    assert!(!tries("other", "hash", address(1), now));
    assert!(!tries("old", "new hash", address(1), now));
    assert!(!tries("old", "hash", address(2), now));
    now += FORGET;
    assert!(!tries("old", "hash", address(1), now));
    // Side by side it counts once as well.
    let mut attempts: Vec<_> = (0..20)
        .map(|_| throttle.begin_at(address(4), "anne", None, now).unwrap())
        .collect();
    for attempt in &mut attempts {
        assert!(!attempt.is_repeated_at("old", Some("hash"), now));
    }
    for attempt in attempts {
        attempt.failed_at(now);
    }
    assert!(throttle.begin_at(address(4), "anne", None, now).is_ok());
    for number in 0..u32::try_from(MAX_WRONG_PASSWORDS).unwrap() + 1 {
        let mut attempt = throttle.begin_at(address(3), "paul", None, now).unwrap();
        let password = number.to_string();
        assert!(!attempt.is_repeated_at(&password, None, now));
        let hash = attempt.tried.unwrap();
        throttle.lock().wrong_passwords.add(hash, now);
    }
    assert!(throttle.lock().wrong_passwords.len() <= MAX_WRONG_PASSWORDS);
}

fn device(text: &str) -> Option<TokenHash> {
    Some(TokenHash(text.to_owned()))
}

#[test]
fn an_attack_from_everywhere_does_not_keep_a_known_browser_out() {
    let throttle = Throttle::new();
    let mut now = Instant::now();
    for from in (0..20).flat_map(|_| 1..52).map(address) {
        if let Ok(attempt) = throttle.begin_at(from, "marie", None, now) {
            attempt.failed_at(now);
        }
        now += Duration::from_secs(1);
        let browser = throttle.begin_at(address(1), "marie", device("hers"), now);
        assert!(browser.is_ok());
    }
    assert!(throttle.begin_at(address(99), "marie", None, now).is_err());
}

#[test]
fn a_device_cookie_gives_a_guesser_its_own_counter_and_nothing_else() {
    let throttle = Throttle::new();
    let now = Instant::now();
    let guess = |device: Option<TokenHash>| {
        let attempt = throttle.begin_at(address(1), "marie", device, now);
        attempt.map(|attempt| attempt.failed_at(now)).is_ok()
    };
    // Six guesses lock the cookie, then six as everybody has lock the name.
    let guesses = (0..100).filter(|_| guess(device("stolen"))).count();
    assert_eq!(guesses, 12);
    assert!(!guess(None));
    // Another browser of the same login is not locked.
    let owner = throttle.begin_at(address(1), "marie", device("hers"), now);
    owner.unwrap().succeeded_at(now);
}

#[test]
fn a_right_password_forgives_the_browser() {
    let throttle = Throttle::new();
    let now = Instant::now();
    for _ in 0..3 {
        for _ in 0..5 {
            let attempt = throttle.begin_at(address(1), "marie", device("hers"), now);
            attempt.unwrap().failed_at(now);
        }
        let attempt = throttle.begin_at(address(1), "marie", device("hers"), now);
        attempt.unwrap().succeeded_at(now);
    }
    assert_eq!(throttle.lock().failures.len(), 0);
}

#[test]
fn nobody_else_locks_the_password_of_a_person_who_is_signed_in() {
    let throttle = Throttle::new();
    let now = Instant::now();
    for number in 0..6 {
        fail(&throttle, address(number), "marie", now);
    }
    assert!(throttle.begin(address(9), "marie").is_err());
    for _ in 0..6 {
        let attempt = throttle.begin_signed_in(address(9), "marie").unwrap();
        attempt.failed();
    }
    assert!(throttle.begin_signed_in(address(9), "marie").is_err());
    assert!(throttle.begin_signed_in(address(9), "paul").is_ok());
}

#[test]
fn a_wide_ipv6_network_has_no_counter_for_each_of_its_65536_networks() {
    let throttle = Throttle::new();
    let now = Instant::now();
    let address = |site: u16, network: u16| -> IpAddr {
        Ipv6Addr::new(0x2001, 0xdb8, site, network, 0, 0, 0, 1).into()
    };
    let guesses = |networks: &mut dyn Iterator<Item = IpAddr>| {
        let mut guesses = 0;
        for (number, from) in networks.enumerate() {
            let name = format!("name-{number}");
            if let Ok(attempt) = throttle.begin_at(from, &name, None, now) {
                attempt.failed_at(now);
                guesses += 1;
            }
        }
        guesses
    };
    // One network of 64 bits, one of 56, one of 48: 30 free failures, 60, 120.
    assert_eq!(guesses(&mut (0..200).map(|_| address(1, 0))), 31);
    assert_eq!(guesses(&mut (0..200).map(|low| address(2, low))), 61);
    assert_eq!(
        guesses(&mut (0..2000).map(|high| address(3, high << 4))),
        121
    );
    // The neighbours of who is locked alone are not.
    let neighbour = throttle.begin_at(address(1, 1), "paul", None, now);
    assert!(neighbour.is_ok());
    let neighbour = throttle.begin_at(address(2, 0x100), "paul", None, now);
    assert!(neighbour.is_ok());
    // Anyone locks the wide ones: not for long.
    let later = now + Duration::from_secs(61);
    assert!(
        throttle
            .begin_at(address(3, 1), "paul", None, later)
            .is_ok()
    );
}
