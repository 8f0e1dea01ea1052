//! How hard a password is to guess: what `zxcvbn` finds, in the model's words.

use std::collections::HashSet;

use model::{PasswordWeakness, Strength};
use zxcvbn::feedback::Warning;
use zxcvbn::zxcvbn;

/// Characters that are scored at most.
const MAX_SCORED: usize = 64;
/// Characters that are scored in any case.
const ALWAYS_SCORED: usize = 24;
/// Different characters that are no letters, in what is scored beyond [`ALWAYS_SCORED`] characters.
const MAX_NON_LETTERS: usize = 8;

/// What whoever guesses tries first, since they know what the password is for.
const OBVIOUS: [&str; 2] = ["berth", "ftp"];

/// The beginning of a password that is scored.
///
/// Each of some twenty characters that are no letters may stand for several letters, such as `1`
/// for `i` and `l`, and `zxcvbn` searches the whole password again for every combination: with all
/// of them in it, 100 characters take as long as thirty password hashes. Of what is scored here no
/// password takes longer than about one and a half.
///
/// Whoever guesses a password has guessed its beginning: it is at least as strong as that. Only
/// what is guessable at first and is followed by something better is refused without need.
fn scored_prefix(password: &str) -> &str {
    let mut non_letters = HashSet::new();
    let end = password
        .char_indices()
        .enumerate()
        .find(|(number, (_, character))| {
            if !character.is_alphabetic() {
                non_letters.insert(*character);
            }
            let is_costly = *number >= ALWAYS_SCORED && non_letters.len() > MAX_NON_LETTERS;
            *number >= MAX_SCORED || is_costly
        });
    end.map_or(password, |(_, (end, _))| &password[..end])
}

/// Scores a password's beginning. `inputs`, such as the account's name, count as guesses.
///
/// `zxcvbn` names a weakness only up to a score of 2.
pub(super) fn strength(password: &str, inputs: &[&str]) -> Strength {
    let inputs: Vec<&str> = inputs.iter().chain(&OBVIOUS).copied().collect();
    let entropy = zxcvbn(scored_prefix(password), &inputs);
    let weakness = entropy.feedback().map(|feedback| {
        feedback
            .warning()
            .map_or(PasswordWeakness::TooShort, weakness)
    });
    Strength {
        score: entropy.score().into(),
        weakness,
    }
}

fn weakness(warning: Warning) -> PasswordWeakness {
    match warning {
        Warning::ThisIsATop10Password
        | Warning::ThisIsATop100Password
        | Warning::ThisIsACommonPassword => PasswordWeakness::Common,
        Warning::ThisIsSimilarToACommonlyUsedPassword => PasswordWeakness::SimilarToCommon,
        Warning::AWordByItselfIsEasyToGuess => PasswordWeakness::OneWord,
        Warning::NamesAndSurnamesByThemselvesAreEasyToGuess => PasswordWeakness::OneName,
        Warning::CommonNamesAndSurnamesAreEasyToGuess => PasswordWeakness::Name,
        Warning::StraightRowsOfKeysAreEasyToGuess => PasswordWeakness::KeyboardRow,
        Warning::ShortKeyboardPatternsAreEasyToGuess => PasswordWeakness::KeyboardPattern,
        Warning::RepeatsLikeAaaAreEasyToGuess => PasswordWeakness::RepeatedCharacter,
        Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => PasswordWeakness::RepeatedPart,
        Warning::SequencesLikeAbcAreEasyToGuess => PasswordWeakness::Sequence,
        Warning::RecentYearsAreEasyToGuess => PasswordWeakness::RecentYear,
        Warning::DatesAreOftenEasyToGuess => PasswordWeakness::Date,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use std::hint::black_box;
    use std::time::Duration;

    use argon2::PasswordHasher as _;
    use rustix::time::{ClockId, clock_gettime};

    use super::*;

    #[test]
    fn only_what_would_cost_too_much_is_cut() {
        for (password, scored) in [
            ("correct horse battery staple", 28),
            ("0123456789-0123456789", 21),
            ("0123456789-0123456789-0123456789", ALWAYS_SCORED),
            ("a-very-long-agency-name-with-numbers-2026.example.com", 53),
            (&"é".repeat(128), MAX_SCORED),
            ("correct horse battery staple 1234567890", 36),
        ] {
            assert_eq!(
                scored_prefix(password).chars().count(),
                scored,
                "{password}"
            );
        }
    }

    /// Found by trying many variants, and keeping those that took longer.
    const CRAFTED: [&str; 6] = [
        "({[<4@1!|7+69$5",
        "({[6e7+!57(!91|l{[<4@$!|",
        "${[<4@1!|7+69$5({[<4@1!|7+69$5(!",
        "1|7!+({[",
        "({[<4@1!|7+69$5l0v369({[<({[<a55l0v34@69p@$$1|776969p@$$4@l0v31!|74@",
        "+|!95<0<{!{475!61|0<[541+15(|@@(+!9+067$",
    ];

    /// The processor's time, so that other tests do not count.
    fn cost(work: impl Fn()) -> Duration {
        let now = || Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).unwrap();
        let once = || {
            let begun = now();
            work();
            now() - begun
        };
        (0..5).map(|_| once()).min().unwrap()
    }

    #[test]
    fn a_crafted_password_costs_no_more_than_a_few_hashes() {
        let argon2 = argon2::Argon2::default();
        let hash = cost(|| {
            black_box(argon2.hash_password(b"vexing-Quartz-41-moth").unwrap());
        });
        for crafted in CRAFTED {
            let password: String = crafted.chars().cycle().take(128).collect();
            let score = cost(|| {
                black_box(strength(&password, &["marie", "example.com"]));
            });
            assert!(score < hash * 5, "{score:?} and {hash:?}: {password}");
        }
    }
}
