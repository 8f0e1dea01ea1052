//! The heavy work on passwords: off the async threads, a few at a time.

use std::num::NonZero;
use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use model::{AppError, Password, Strength};
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use super::queue::{FairQueue, WorkFor};
use super::strength::strength;
use crate::blocking::blocking;
use crate::error::InternalError;

/// Argon2id with OWASP's parameters: 19 MiB, 2 passes, 1 lane.
fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default())
}

/// What a sign-in with an unknown name is checked against: no password's hash, at the same cost.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$YmVydGgtbm9ib2R5LWhlcmU$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Work that may wait for each slot, before the server is busy.
const MAX_WAITING_PER_SLOT: usize = 32;
/// Passwords that may be scored while they are typed, or wait to be, for each slot.
const MAX_SCORED_PER_SLOT: usize = 4;

/// Runs the heavy work on passwords, as many at once as there are processors.
///
/// Each hash takes 19 MiB and some 20 ms, so both what runs and what waits is bounded: a flood of
/// sign-ins exhausts neither memory nor threads. Nor does it keep others waiting for long: see
/// [`FairQueue`].
pub(crate) struct Hasher {
    /// Slots for the work that runs.
    queue: Arc<FairQueue>,
    /// Permits for passwords that are scored while they are typed.
    scoring: Semaphore,
}

impl Hasher {
    pub(crate) fn new() -> Self {
        let slots = std::thread::available_parallelism().map_or(2, NonZero::get);
        Self {
            queue: FairQueue::new(slots, slots * MAX_WAITING_PER_SLOT),
            scoring: Semaphore::new(slots * MAX_SCORED_PER_SLOT),
        }
    }

    /// The PHC string of a password, with a new salt.
    ///
    /// # Errors
    /// [`AppError::Busy`] if too much work waits already.
    pub(crate) async fn hash(&self, password: &Password) -> Result<String, AppError> {
        let password = password.clone();
        let hash = self.run(
            WorkFor::SignedIn,
            move || -> Result<String, InternalError> {
                let hash = argon2().hash_password(password.expose().as_bytes())?;
                Ok(hash.to_string())
            },
        );
        Ok(hash.await??)
    }

    /// Whether a password belongs to a hash. Without a hash the answer is no, after the same time.
    ///
    /// # Errors
    /// [`AppError::Busy`] if too much work waits already.
    pub(crate) async fn verify(
        &self,
        password: &str,
        hash: Option<&str>,
        client: WorkFor,
    ) -> Result<bool, AppError> {
        let password = Zeroizing::new(password.to_owned());
        let is_known = hash.is_some();
        let hash = hash.unwrap_or(NOBODY).to_owned();
        let is_right = self
            .run(client, move || -> Result<bool, InternalError> {
                let hash = PasswordHash::new(&hash)?;
                Ok(argon2().verify_password(password.as_bytes(), &hash).is_ok())
            })
            .await??;
        Ok(is_right && is_known)
    }

    /// Scores a password that is being typed; few at once, so that no sign-in waits for them.
    ///
    /// # Errors
    /// [`AppError::Busy`] if as many are scored already.
    pub(crate) async fn score_while_typing(
        &self,
        password: &str,
        inputs: Vec<String>,
    ) -> Result<Strength, AppError> {
        let _permit = self.scoring.try_acquire().map_err(|_| AppError::Busy)?;
        self.score(password, inputs).await
    }

    /// Scores a password, cut to the maximum length. `inputs`, such as the account's name, count as
    /// guesses.
    ///
    /// # Errors
    /// [`AppError::Busy`] if too much work waits already.
    pub(crate) async fn score(
        &self,
        password: &str,
        inputs: Vec<String>,
    ) -> Result<Strength, AppError> {
        let password: Zeroizing<String> =
            Zeroizing::new(password.chars().take(Password::MAX_LENGTH).collect());
        self.run(WorkFor::SignedIn, move || {
            let inputs: Vec<&str> = inputs.iter().map(String::as_str).collect();
            strength(&zxcvbn::zxcvbn(&password, &inputs))
        })
        .await
    }

    async fn run<Output: Send + 'static>(
        &self,
        client: WorkFor,
        work: impl FnOnce() -> Output + Send + 'static,
    ) -> Result<Output, AppError> {
        let slot = self.queue.acquire(client).await?;
        // The work itself holds the slot: a caller that is cancelled does not free it.
        let output = blocking(move || {
            let output = work();
            drop(slot);
            output
        });
        Ok(output.await?)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use model::PasswordWeakness;

    use super::super::generate::generate;
    use super::*;

    #[tokio::test]
    async fn a_hash_knows_its_password_and_no_other() {
        let hasher = Hasher::new();
        let password = generate("marie").unwrap();
        let hash = hasher.hash(&password).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        let verify = async |password: &str| {
            let client = WorkFor::SignedIn;
            hasher.verify(password, Some(&hash), client).await.unwrap()
        };
        assert!(verify(password.expose()).await);
        assert!(!verify("another one").await);
    }

    #[tokio::test]
    async fn nobody_has_a_password_and_costs_as_much_as_somebody() {
        let hasher = Hasher::new();
        let verify = hasher.verify("anything", None, WorkFor::SignedIn);
        assert!(!verify.await.unwrap());
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
    async fn each_weakness_is_recognised() {
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
