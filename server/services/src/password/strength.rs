//! What `zxcvbn` finds, in the model's words.

use model::{PasswordWeakness, Strength};
use zxcvbn::Entropy;
use zxcvbn::feedback::Warning;

/// A score with its weakness; `zxcvbn` names one only up to a score of 2.
pub(super) fn strength(entropy: &Entropy) -> Strength {
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
