//! Open FTP sessions: seen and ended by those who may.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use model::{
    Actor, AppError, FtpDirection, FtpProtocol, FtpSessionId, FtpSessionRow, FtpTransfer,
    OverviewPeriod, Receipt, Role, UtcTime,
};
use services::store::FtpAccountId;
use services::{FtpSessionRegistry, FtpSessionStatus, FtpTransferStatus, OutdatedBy};

use crate::support::{Installation, PASSWORD, address, domain, name};

const ACTOR: Actor = Actor::CommandLine;

/// Sessions that are open in the engine's place.
#[derive(Default)]
struct Open(Mutex<Vec<FtpSessionStatus>>);

impl FtpSessionRegistry for Open {
    fn end_outdated(&self, _: FtpAccountId, _: i64, _: OutdatedBy) {}

    fn end_removed(&self, _: FtpAccountId) {}

    fn list(&self) -> Vec<FtpSessionStatus> {
        self.0.lock().unwrap().clone()
    }

    fn end(&self, id: FtpSessionId) -> bool {
        let mut open = self.0.lock().unwrap();
        let before = open.len();
        open.retain(|session| session.id != id);
        open.len() < before
    }
}

/// Two subscriptions of two people, each with an open session of its main account.
async fn two_sessions() -> (Installation, Arc<Open>) {
    let open = Arc::new(Open::default());
    let installation = Installation::with_ftp_sessions(open.clone()).await;
    installation.add_user("paul", Role::Customer).await;
    installation
        .add_subscription("other.org", "paul", "other")
        .await;
    for (id, account) in [(1, "example"), (2, "other")] {
        let signed_in = installation
            .services
            .ftp_accounts
            .sign_in(account, PASSWORD, address(), false)
            .await
            .unwrap();
        open.0.lock().unwrap().push(FtpSessionStatus {
            id: FtpSessionId(id),
            account: signed_in.account,
            name: signed_in.name,
            address: address(),
            protocol: FtpProtocol::Ftp,
            since: UtcTime(100),
            idle: Duration::from_secs(47),
            transfer: (id == 1).then(|| FtpTransferStatus {
                direction: FtpDirection::Upload,
                path: "/film.mp4".to_owned(),
                bytes: 3000,
                size: None,
                elapsed: Duration::from_secs(2),
            }),
        });
    }
    (installation, open)
}

fn ids(rows: &[FtpSessionRow]) -> Vec<u64> {
    rows.iter().map(|row| row.id.0).collect()
}

#[tokio::test]
async fn a_session_is_shown_with_what_it_does() {
    let (installation, _) = two_sessions().await;
    let rows = installation.services.ftp_sessions.list(&ACTOR, None).await;
    let rows = rows.unwrap();
    assert_eq!(ids(&rows), [1, 2]);
    assert_eq!((rows[0].idle, rows[1].idle), (40, 40));
    assert_eq!(rows[1].domain, domain("other.org"));
    assert_eq!(rows[1].transfer, None);
    let upload = FtpTransfer {
        direction: FtpDirection::Upload,
        path: "/film.mp4".to_owned(),
        bytes: 3000,
        size: None,
        rate: 1500,
    };
    assert_eq!(rows[0].transfer, Some(upload));
}

#[tokio::test]
async fn a_customer_sees_and_ends_the_own_sessions_only() {
    let (installation, open) = two_sessions().await;
    let services = &installation.services;
    let (_, marie) = installation.sign_in("marie").await;
    let (own, others) = (domain("example.com"), domain("other.org"));
    let rows = services.ftp_sessions.list(&marie, Some(&own)).await;
    assert_eq!(ids(&rows.unwrap()), [1]);
    let rows = services.ftp_sessions.list(&marie, Some(&others)).await;
    assert_eq!(rows.err(), Some(AppError::NotFound));
    let rows = services.ftp_sessions.list(&marie, None).await;
    assert_eq!(rows.err(), Some(AppError::AdministratorsOnly));

    let (mine, theirs) = (FtpSessionId(1), FtpSessionId(2));
    for (of, id, error) in [
        (Some(&others), theirs, AppError::NotFound),
        (Some(&own), theirs, AppError::SessionOver),
        (Some(&own), FtpSessionId(99), AppError::SessionOver),
        (None, theirs, AppError::AdministratorsOnly),
    ] {
        let end = services.ftp_sessions.end(&marie, of, id).await;
        assert_eq!(end.err(), Some(error));
    }
    assert_eq!(open.list().len(), 2);

    let ended = services.ftp_sessions.end(&marie, Some(&own), mine).await;
    let receipt = services.receipts.view(&marie, &ended.unwrap()).await;
    let account = name("example");
    assert_eq!(receipt, Ok(Receipt::SessionEnded { account }));
    assert_eq!(open.list().len(), 1);
    let audit = installation.audit_text().await;
    assert!(audit.contains("ftp_session.end marie example"), "{audit}");
    let again = services.ftp_sessions.end(&marie, Some(&own), mine).await;
    assert_eq!(again.err(), Some(AppError::SessionOver));
}

#[tokio::test]
async fn an_administrator_ends_any_session() {
    let (installation, open) = two_sessions().await;
    installation.add_user("chief", Role::Administrator).await;
    let (_, chief) = installation.sign_in("chief").await;
    let services = &installation.services;
    let ended = services.ftp_sessions.end(&chief, None, FtpSessionId(2));
    ended.await.unwrap();
    let of_all = services.ftp_sessions.list(&chief, None).await.unwrap();
    assert_eq!(ids(&of_all), [1]);
    assert_eq!(open.list().len(), 1);
}

#[tokio::test]
async fn an_overview_counts_the_sessions_of_what_it_is_about() {
    let (installation, _open) = two_sessions().await;
    let overview = &installation.services.overview;
    let (example, period) = (domain("example.com"), OverviewPeriod::default());
    let server = overview.server(&ACTOR, period).await.unwrap();
    let of_example = overview.subscription(&ACTOR, &example, period);
    assert_eq!(
        (server.sessions, of_example.await.unwrap().sessions),
        (2, 1)
    );
}
