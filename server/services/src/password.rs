//! Hashing, checking, scoring and making passwords: off the async threads, a few at a time.

use std::num::NonZero;
use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use model::{AppError, Field, FieldError, Password, PasswordError, PasswordWeakness, Strength};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use zeroize::Zeroizing;
use zxcvbn::Entropy;
use zxcvbn::feedback::Warning;

use crate::context::{Context, blocking, internal};

/// Argon2id with OWASP's parameters: 19 MiB, 2 passes, 1 lane.
fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default())
}

/// What a sign-in with an unknown name is checked against: no password's hash, at the same cost.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$YmVydGgtbm9ib2R5LWhlcmU$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Those who wait for each thread that works, before the server says that it is busy.
const WAITING_PER_SLOT: usize = 32;
/// How many passwords may be scored, or wait to be, for each that is worked on, while they are
/// typed.
const SCORED_PER_SLOT: usize = 4;

/// Does the heavy work on passwords, as many at once as there are processors.
///
/// Each takes 19 MiB and some 20 ms, so both those who work and those who wait are bounded: a
/// flood of sign-ins takes neither the memory nor the server's attention.
pub(super) struct Hasher {
    slots: Arc<Semaphore>,
    /// Places for passwords that are scored while they are typed.
    scorers: Semaphore,
    /// Places for those who work and those who wait.
    places: Arc<Semaphore>,
}

impl Hasher {
    pub(super) fn new() -> Self {
        let slots = std::thread::available_parallelism().map_or(2, NonZero::get);
        Self {
            slots: Arc::new(Semaphore::new(slots)),
            scorers: Semaphore::new(slots * SCORED_PER_SLOT),
            places: Arc::new(Semaphore::new(slots * (1 + WAITING_PER_SLOT))),
        }
    }

    /// The PHC string of a password, with a new salt.
    ///
    /// # Errors
    /// [`AppError::Busy`] if too many wait already.
    pub(super) async fn hash(&self, password: &Password) -> Result<String, AppError> {
        let password = password.clone();
        self.run(move || {
            argon2()
                .hash_password(password.expose().as_bytes())
                .map(|hash| hash.to_string())
        })
        .await?
        .map_err(|error| internal(&error))
    }

    /// Whether a password belongs to a hash. Without a hash the answer is no, after the same time.
    ///
    /// # Errors
    /// [`AppError::Busy`] if too many wait already.
    pub(super) async fn verify(
        &self,
        password: &str,
        hash: Option<&str>,
    ) -> Result<bool, AppError> {
        let password = Zeroizing::new(password.to_owned());
        let known = hash.is_some();
        let hash = hash.unwrap_or(NOBODY).to_owned();
        self.run(move || {
            let hash = PasswordHash::new(&hash)?;
            Ok(argon2().verify_password(password.as_bytes(), &hash).is_ok())
        })
        .await?
        .map(|right| right && known)
        .map_err(|error: argon2::password_hash::phc::Error| internal(&error))
    }

    /// Scores a password that is being typed; few at once, so that no sign-in waits for them.
    ///
    /// # Errors
    /// [`AppError::Busy`] if as many are scored already.
    pub(super) async fn score_typed(
        &self,
        password: &str,
        inputs: Vec<String>,
    ) -> Result<Strength, AppError> {
        let _scorer = self.scorers.try_acquire().map_err(|_| AppError::Busy)?;
        self.score(password, inputs).await
    }

    /// Scores a password, cut to the longest that there may be. What it is for is a guess too.
    ///
    /// # Errors
    /// [`AppError::Busy`] if too many wait already.
    pub(super) async fn score(
        &self,
        password: &str,
        inputs: Vec<String>,
    ) -> Result<Strength, AppError> {
        let password: Zeroizing<String> =
            Zeroizing::new(password.chars().take(Password::MAX_LENGTH).collect());
        self.run(move || {
            let inputs: Vec<&str> = inputs.iter().map(String::as_str).collect();
            strength(&zxcvbn::zxcvbn(&password, &inputs))
        })
        .await
    }

    async fn run<Answer: Send + 'static>(
        &self,
        work: impl FnOnce() -> Answer + Send + 'static,
    ) -> Result<Answer, AppError> {
        let place = Arc::clone(&self.places)
            .try_acquire_owned()
            .map_err(|_| AppError::Busy)?;
        let slot = Arc::clone(&self.slots)
            .acquire_owned()
            .await
            .map_err(|error| internal(&error))?;
        // Both are held by the work itself: whoever asked may have hung up meanwhile.
        let held: (OwnedSemaphorePermit, OwnedSemaphorePermit) = (place, slot);
        blocking(move || {
            let answer = work();
            drop(held);
            answer
        })
        .await
    }
}

/// What `zxcvbn` found out, in the model's words. It tells of weaknesses up to a score of 2.
fn strength(entropy: &Entropy) -> Strength {
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

impl Context {
    /// What is wrong with a password that keeps the plain rules, if it is too easy to guess by
    /// someone who knows what it is for.
    pub(super) async fn guessable(
        &self,
        password: &Password,
        inputs: &[&str],
    ) -> Result<Option<FieldError>, AppError> {
        let inputs = inputs.iter().map(|&input| input.to_owned()).collect();
        let strength = self.hasher().score(password.expose(), inputs).await?;
        Ok((!strength.is_enough()).then_some(FieldError::Password(PasswordError::Guessable)))
    }

    /// Refuses a password that is too easy to guess.
    pub(super) async fn refuse_guessable(
        &self,
        password: &Password,
        inputs: &[&str],
    ) -> Result<(), AppError> {
        match self.guessable(password, inputs).await? {
            Some(error) => Err(AppError::at(Field::Password, error)),
            None => Ok(()),
        }
    }
}

/// Letters and digits that no one mistakes for one another, and that mean nothing to URLs, shells
/// and old clients. 56 of them, so 20 make 116 bits.
const ALPHABET: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";
const GENERATED_LENGTH: usize = 20;

/// Makes a password that nobody guesses, for the account or panel user called `name`.
pub(super) fn generate(name: &str) -> Result<Password, AppError> {
    loop {
        let mut text = Zeroizing::new(String::with_capacity(GENERATED_LENGTH));
        while text.len() < GENERATED_LENGTH {
            let mut byte = [0; 1];
            getrandom::fill(&mut byte).map_err(|error| internal(&error))?;
            // Six bits choose one of 64; what lies beyond the alphabet is thrown away, so that
            // each letter is as likely as any other.
            if let Some(&letter) = ALPHABET.get(usize::from(byte[0] & 0x3f)) {
                text.push(char::from(letter));
            }
        }
        // It may by chance contain the name: then another.
        if let Ok(password) = Password::parse(&text, name) {
            return Ok(password);
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    #[tokio::test]
    async fn a_hash_knows_its_password_and_no_other() {
        let hasher = Hasher::new();
        let password = generate("marie").unwrap();
        let hash = hasher.hash(&password).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(hasher.verify(password.expose(), Some(&hash)).await.unwrap());
        assert!(!hasher.verify("another one", Some(&hash)).await.unwrap());
    }

    #[tokio::test]
    async fn nobody_has_a_password_and_costs_as_much_as_somebody() {
        assert!(!Hasher::new().verify("anything", None).await.unwrap());
        let password = generate("marie").unwrap();
        let real = argon2()
            .hash_password(password.expose().as_bytes())
            .unwrap();
        let nobody = PasswordHash::new(NOBODY).unwrap();
        assert_eq!(nobody.params, real.params);
        let length = |hash: &PasswordHash| hash.hash.as_ref().map(|output| output.len());
        assert_eq!(length(&nobody), length(&real));
    }

    #[tokio::test]
    async fn too_many_at_once_are_told_so() {
        let hasher = Hasher::new();
        let taken = u32::try_from(hasher.places.available_permits()).unwrap();
        let _all = hasher.places.try_acquire_many(taken).unwrap();
        assert_eq!(hasher.verify("x", None).await, Err(AppError::Busy));
    }

    #[tokio::test]
    async fn what_is_generated_is_strong_and_never_the_same() {
        let (one, other) = (generate("marie").unwrap(), generate("marie").unwrap());
        assert_ne!(one.expose(), other.expose());
        let score = Hasher::new().score(one.expose(), vec![]).await.unwrap();
        assert_eq!((score.score, score.weakness), (Strength::BEST, None));
    }

    #[tokio::test]
    async fn the_name_makes_a_password_worse() {
        let hasher = Hasher::new();
        let without = hasher.score("quimperle-29", vec![]).await.unwrap();
        let with = hasher
            .score("quimperle-29", vec!["quimperle-29".into()])
            .await
            .unwrap();
        assert!(with.score < without.score);
    }

    #[tokio::test]
    async fn what_is_weak_is_told() {
        let hasher = Hasher::new();
        for (password, weakness) in [
            ("password123", PasswordWeakness::Common),
            ("p@ssw0rd1234", PasswordWeakness::SimilarToCommon),
            ("qwertyuiop[]", PasswordWeakness::KeyboardRow),
            ("aaaaaaaaaaaa", PasswordWeakness::RepeatedCharacter),
            ("xkvxkvxkvxkv", PasswordWeakness::RepeatedPart),
            ("abcdefghijklm", PasswordWeakness::Sequence),
            ("13/07/1987x", PasswordWeakness::Date),
            ("quimperle-29", PasswordWeakness::TooShort),
        ] {
            let inputs = vec!["quimperle-29".to_owned()];
            let strength = hasher.score(password, inputs).await.unwrap();
            assert_eq!(strength.weakness, Some(weakness), "{password}");
        }
    }
}
