//! The heavy work on passwords: off the async threads, in the slots of the work budget.

use std::sync::Arc;

use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
use model::{AppError, Password, Strength};
use zeroize::Zeroizing;

use super::kept_hash::{Cost, KeptHash};
use super::strength::strength;
use crate::blocking::blocking;
use crate::error::InternalError;
use crate::store::is_old_hash;
use crate::work_budget::{HeavyWork, WorkBudget, WorkFor};

/// Argon2id with OWASP's parameters: 19 MiB, 2 passes, 1 lane. Each hash begins with
/// [`CURRENT_HASH`](crate::store::CURRENT_HASH).
fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default())
}

/// What a sign-in with an unknown name is checked against: no password's hash, at the same cost.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$YmVydGgtbm9ib2R5LWhlcmU$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Whether a password belongs to an old hash. Some of them take little time: a wrong password takes
/// that of an unknown name in addition, so that nobody learns by it that there is such an account.
fn verify_old(hash: &KeptHash, password: &str) -> Result<bool, InternalError> {
    let is_right = hash.verify(password);
    if !is_right {
        let nobody = KeptHash::parse(NOBODY).map_err(InternalError::StoredHash)?;
        nobody.verify(password);
    }
    Ok(is_right)
}

/// Does the heavy work on passwords, each piece of it for somebody.
pub(crate) struct Hasher {
    budget: Arc<WorkBudget>,
}

impl Hasher {
    pub(crate) fn new(budget: Arc<WorkBudget>) -> Self {
        Self { budget }
    }

    /// The PHC string of a password, with a new salt.
    ///
    /// # Errors
    /// [`AppError::Busy`] if too much work waits already.
    pub(crate) async fn hash(
        &self,
        password: &Password,
        client: WorkFor,
    ) -> Result<String, AppError> {
        self.hash_again(password.expose(), client).await
    }

    /// The PHC string of a password that an account has already, whether or not it keeps the rules
    /// for new ones.
    ///
    /// # Errors
    /// [`AppError::Busy`] if too much work waits already.
    pub(crate) async fn hash_again(
        &self,
        password: &str,
        client: WorkFor,
    ) -> Result<String, AppError> {
        let password = Zeroizing::new(password.to_owned());
        let hash = move || -> Result<String, InternalError> {
            let hash = argon2().hash_password(password.as_bytes())?;
            Ok(hash.to_string())
        };
        Ok(self.run(client.password_work(), client, hash).await??)
    }

    /// Whether a password belongs to a hash, of Berth's or of another server's. Without a hash the
    /// answer is no, after the same time. A wrong password never takes less than that.
    ///
    /// # Errors
    /// [`AppError::Busy`] if too much work waits already.
    pub(crate) async fn verify(
        &self,
        password: &str,
        hash: Option<&str>,
        client: WorkFor,
    ) -> Result<bool, AppError> {
        let is_known = hash.is_some();
        let hash = hash.unwrap_or(NOBODY);
        let is_old = is_old_hash(hash);
        let hash = KeptHash::parse(hash).map_err(InternalError::StoredHash)?;
        let kind = match hash.cost() {
            Cost::Usual => client.password_work(),
            Cost::High => HeavyWork::CostlyPassword,
        };
        let password = Zeroizing::new(password.to_owned());
        let verify = move || {
            if is_old {
                verify_old(&hash, &password)
            } else {
                Ok(hash.verify(&password))
            }
        };
        let is_right = self.run(kind, client, verify).await??;
        Ok(is_right && is_known)
    }

    /// Scores a password. `inputs`, such as the account's name, count as guesses.
    ///
    /// # Errors
    /// [`AppError::Busy`] if too much work waits already.
    pub(crate) async fn score(
        &self,
        password: &Password,
        inputs: Vec<String>,
        client: WorkFor,
    ) -> Result<Strength, AppError> {
        let password = password.clone();
        let score = move || {
            let inputs: Vec<&str> = inputs.iter().map(String::as_str).collect();
            strength(password.expose(), &inputs)
        };
        self.run(HeavyWork::PasswordScore, client, score).await
    }

    async fn run<Output: Send + 'static>(
        &self,
        kind: HeavyWork,
        client: WorkFor,
        work: impl FnOnce() -> Output + Send + 'static,
    ) -> Result<Output, AppError> {
        let slot = self.budget.acquire(kind, client).await?;
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
    use std::time::Duration;

    use argon2::PasswordHash;
    use model::PasswordWeakness;
    use rustix::time::{ClockId, clock_gettime};

    use super::super::generate::generate;
    use super::*;
    use crate::store::CURRENT_HASH;

    const CLIENT: WorkFor = WorkFor::Program;

    fn hasher() -> Hasher {
        Hasher::new(WorkBudget::new())
    }

    async fn score(password: &str, inputs: &[&str]) -> Strength {
        let password = Password::parse(password, "").unwrap();
        let inputs = inputs.iter().map(|&input| input.to_owned()).collect();
        hasher().score(&password, inputs, CLIENT).await.unwrap()
    }

    #[tokio::test]
    async fn a_hash_knows_its_password_and_no_other() {
        let hasher = hasher();
        let password = generate("marie").unwrap();
        let hash = hasher.hash(&password, CLIENT).await.unwrap();
        assert!(hash.starts_with(CURRENT_HASH));
        let verify =
            async |password: &str| hasher.verify(password, Some(&hash), CLIENT).await.unwrap();
        assert!(verify(password.expose()).await);
        assert!(!verify("another one").await);
    }

    #[tokio::test]
    async fn nobody_has_a_password_and_costs_as_much_as_somebody() {
        let hasher = hasher();
        let verify = hasher.verify("anything", None, CLIENT);
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

    /// What an LDAP server stores of `secret`, which takes no time.
    const CHEAP: &str = "{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=";

    #[tokio::test]
    async fn a_hash_of_another_server_is_verified_as_well() {
        let hasher = hasher();
        let verify = async |password| hasher.verify(password, Some(CHEAP), CLIENT).await;
        assert!(verify("secret").await.unwrap());
        assert!(!verify("another one").await.unwrap());
        let unreadable = hasher.verify("secret", Some("secret"), CLIENT).await;
        assert_eq!(unreadable.err(), Some(AppError::Internal));
    }

    /// The processor's time, so that other tests do not count.
    fn cost(work: impl Fn()) -> Duration {
        let now = || Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).unwrap();
        let begun = now();
        work();
        now() - begun
    }

    #[test]
    fn a_wrong_password_takes_no_less_with_a_cheap_old_hash() {
        let (cheap, nobody) = (KeptHash::parse(CHEAP), KeptHash::parse(NOBODY));
        let (cheap, nobody) = (cheap.unwrap(), nobody.unwrap());
        let unknown = cost(|| assert!(!nobody.verify("another one")));
        let wrong = cost(|| assert!(!verify_old(&cheap, "another one").unwrap()));
        let right = cost(|| assert!(verify_old(&cheap, "secret").unwrap()));
        assert!(wrong > unknown / 2, "{wrong:?} and {unknown:?}");
        assert!(right < unknown / 2, "{right:?} and {unknown:?}");
    }

    #[tokio::test]
    async fn costly_hashes_wait_for_each_other_and_keep_nobody_else_waiting() {
        // A little more memory than that of Berth's own.
        const COSTLY: &str = "$argon2id$v=19$m=19457,t=1,p=1$c29tZXNhbHQxMjM0NTY3OA$SyuTW6w7llsVi1JgpKwGNbv+tvdJRD986icCcuYyh/g";
        let budget = WorkBudget::new();
        let hasher = Arc::new(Hasher::new(Arc::clone(&budget)));
        let mut slots = Vec::new();
        for _ in 0..HeavyWork::CostlyPassword.slots() {
            slots.push(
                budget
                    .acquire(HeavyWork::CostlyPassword, CLIENT)
                    .await
                    .unwrap(),
            );
        }
        let waits = tokio::spawn({
            let hasher = Arc::clone(&hasher);
            async move { hasher.verify("secret", Some(COSTLY), CLIENT).await }
        });
        assert!(hasher.verify("secret", Some(CHEAP), CLIENT).await.unwrap());
        while budget.in_use(HeavyWork::CostlyPassword).1 == 0 {
            tokio::task::yield_now().await;
        }
        drop(slots);
        assert!(!waits.await.unwrap().unwrap());
    }

    #[tokio::test]
    async fn what_is_generated_is_strong_and_never_the_same() {
        let (one, other) = (generate("marie").unwrap(), generate("marie").unwrap());
        assert_ne!(one.expose(), other.expose());
        let score = score(one.expose(), &[]).await;
        assert_eq!((score.score, score.weakness), (Strength::BEST, None));
    }

    #[tokio::test]
    async fn the_name_makes_a_password_worse() {
        let without = score("quimperle-29", &[]).await;
        let with = score("quimperle-29", &["quimperle-29"]).await;
        assert!(with.score < without.score);
    }

    #[tokio::test]
    async fn each_weakness_is_recognised() {
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
            let strength = score(password, &["quimperle-29"]).await;
            assert_eq!(strength.weakness, Some(weakness), "{password}");
        }
    }
}
