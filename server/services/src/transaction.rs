//! How a use case writes.

/// Does work in a transaction, and commits it: `transaction!(store, |transaction| { ... }).await`. If
/// the work fails, nothing is written.
///
/// Work that another transaction is in the way of is begun again, a bounded number of times; then the
/// answer is [`AppError::Busy`](model::AppError::Busy). So it has no effect but through the
/// transaction: what must happen only once is done when this has returned, or by
/// [`Transaction::after_commit`](crate::store::Transaction::after_commit).
///
/// Others wait in the meantime. So the work waits for nothing but the database: no file, no hash, no
/// query that is not the transaction's own.
///
/// A macro, since of a future that an asynchronous closure returns nobody can say yet (Rust 1.95)
/// that it may be sent to another thread.
macro_rules! transaction {
    ($store:expr, |$transaction:ident| $work:expr) => {
        async {
            let mut attempts = $store.attempts()?;
            loop {
                let begun = attempts.begin().await?;
                let $transaction = &begun;
                let done: Result<_, model::AppError> = async { $work }.await;
                // What a transaction finds busy is what another one has.
                let is_conflict = |error: &_| matches!(error, model::AppError::Busy);
                if let Some(done) = attempts.end(begun, done, is_conflict).await {
                    break done;
                }
            }
        }
    };
}
pub(crate) use transaction;

#[cfg(test)]
mod tests {
    #![expect(
        clippy::unwrap_used,
        clippy::panic,
        reason = "a test may fail by panicking"
    )]
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::time::Duration;

    use model::{AppError, UtcTime};
    use tokio::sync::oneshot;
    use tokio::time::timeout;

    use crate::store::{
        Database, NewPanelUserRecord, Store, StoreError, SubscriptionId, Transaction,
    };

    /// Longer than any test takes, and shorter than a writer waits for another one.
    const SOON: Duration = Duration::from_secs(5);

    async fn store() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let file = Database::File(folder.path().join("berth.sqlite"));
        (folder, Store::open(&file).await.unwrap())
    }

    async fn add_user(transaction: &Transaction, login: &str) -> Result<(), StoreError> {
        let user = NewPanelUserRecord {
            login: model::Login::parse(login).unwrap(),
            display_name: String::new(),
            email: None,
            password_hash: String::new(),
            must_change_password: false,
            role: model::Role::Customer,
            locale: None,
            created_at: UtcTime(0),
        };
        transaction.add_panel_user(user).await.map(drop)
    }

    async fn logins(store: &Store) -> Vec<String> {
        let logins = store.logins().await.unwrap();
        logins.iter().map(ToString::to_string).collect()
    }

    #[tokio::test]
    async fn work_that_another_transaction_is_in_the_way_of_is_done_again_and_counts_once() {
        let (_folder, store) = store().await;
        let (mut attempts, effects) = (0, Arc::new(AtomicU32::new(0)));
        transaction!(store, |transaction| {
            attempts += 1;
            let counted = Arc::clone(&effects);
            transaction.after_commit(move || {
                counted.fetch_add(1, Ordering::Relaxed);
            });
            add_user(transaction, "marie").await?;
            if attempts < 3 {
                return Err(StoreError::Conflict.into());
            }
            Ok(())
        })
        .await
        .unwrap();
        assert_eq!((attempts, effects.load(Ordering::Relaxed)), (3, 1));
        assert_eq!(logins(&store).await, ["marie"]);
    }

    #[tokio::test]
    async fn what_others_are_always_in_the_way_of_is_busy_and_what_fails_is_done_once() {
        let (_folder, store) = store().await;
        for (error, expected) in [(AppError::Busy, 6), (AppError::NotFound, 1)] {
            let mut attempts = 0;
            let done: Result<(), _> = transaction!(store, |transaction| {
                attempts += 1;
                transaction.after_commit(|| panic!("nothing is committed"));
                add_user(transaction, "marie").await?;
                Err(error.clone())
            })
            .await;
            assert_eq!((done, attempts), (Err(error), expected));
        }
        assert!(logins(&store).await.is_empty());
    }

    #[tokio::test]
    async fn readers_wait_for_no_writer() {
        let (_folder, store) = store().await;
        let (begun, is_begun) = oneshot::channel();
        let (end, is_ended) = oneshot::channel::<()>();
        let holder = store.clone();
        let holder = tokio::spawn(async move {
            let (mut begun, mut is_ended) = (Some(begun), Some(is_ended));
            transaction!(holder, |transaction| {
                add_user(transaction, "first").await?;
                let (begun, is_ended) = (begun.take().unwrap(), is_ended.take().unwrap());
                begun.send(()).unwrap();
                is_ended.await.unwrap();
                Ok(())
            })
            .await
        });
        is_begun.await.unwrap();
        let waiting: Vec<_> = (0..20)
            .map(|number| {
                let store = store.clone();
                tokio::spawn(async move {
                    transaction!(store, |transaction| {
                        Ok(add_user(transaction, &format!("user-{number:02}")).await?)
                    })
                    .await
                })
            })
            .collect();
        tokio::task::yield_now().await;
        for _ in 0..20 {
            let found = timeout(SOON, store.has_panel_users()).await;
            assert!(!found.expect("an answer").unwrap());
        }
        end.send(()).unwrap();
        holder.await.unwrap().unwrap();
        for writer in waiting {
            writer.await.unwrap().unwrap();
        }
        assert_eq!(logins(&store).await.len(), 21);
    }

    #[tokio::test]
    async fn the_queue_of_writers_is_bounded() {
        let (_folder, store) = store().await;
        let mut places = Vec::new();
        let refused = loop {
            match store.attempts() {
                Ok(place) if places.len() < 1000 => places.push(place),
                refused => break refused,
            }
        };
        assert!(matches!(refused, Err(StoreError::Busy)));
        drop(places);
        assert!(store.attempts().is_ok());
    }

    #[tokio::test]
    async fn a_database_in_memory_is_one_for_readers_and_writers() {
        for url in [
            "sqlite::memory:",
            "sqlite:file:shared?mode=memory&cache=shared",
        ] {
            let store = Store::open(&Database::Url(url.to_owned())).await.unwrap();
            transaction!(store, |transaction| {
                add_user(transaction, "marie").await?;
                let locked = transaction.lock_ftp_accounts_or_removed([SubscriptionId(1)]);
                Ok(locked.await.map(drop)?)
            })
            .await
            .unwrap();
            assert_eq!(logins(&store).await, ["marie"], "{url}");
            store.close().await;
        }
    }
}
