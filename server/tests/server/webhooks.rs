//! Webhooks: who has some, what is queued for them, and taking turns at telling it.

use model::{
    Actor, AppError, DeliveryAttempt, DeliveryError, DeliveryState, EventKind, EventKinds,
    ExpectedVersion, Field, FieldError, FtpAccountChange, FtpEventKind, PageNumber, Role, UtcTime,
    Webhook, WebhookDeliveries, WebhookId, WebhookUrl,
};
use sea_orm::ConnectionTrait;
use services::store::{DeliveryOutcome, LaneTurn, TurnEnd};
use services::{LaneCalls, Services, Webhooks};

use crate::support::{Installation, PASSWORD, address, domain, name, new_account, texts};

const ACTOR: Actor = Actor::CommandLine;
const EXAMPLE: &str = "example.com";

fn webhook(name: &str, kinds: &[EventKind]) -> Webhook {
    Webhook {
        name: name.parse().unwrap(),
        url: WebhookUrl::parse("https://hooks.example/x").unwrap(),
        kinds: kinds.iter().copied().collect(),
        enabled: true,
    }
}

async fn add(services: &Services, of: Option<&str>, webhook: Webhook) -> WebhookId {
    let of = of.map(domain);
    let added = services.webhooks.add(&ACTOR, of.as_ref(), webhook).await;
    added.unwrap().1.id
}

async fn deliveries(services: &Services, of: Option<&str>, id: WebhookId) -> WebhookDeliveries {
    let of = of.map(domain);
    let found = services
        .webhooks
        .deliveries(&ACTOR, of.as_ref(), id, PageNumber::FIRST);
    found.await.unwrap()
}

/// What waits or was told, the latest first.
async fn kinds(services: &Services, of: Option<&str>, id: WebhookId) -> Vec<EventKind> {
    let found = deliveries(services, of, id).await.deliveries.rows;
    found.iter().map(|row| row.kind).collect()
}

async fn calls(services: &Services, turn: LaneTurn) -> LaneCalls {
    let calls = services.webhooks.calls(turn, 100).await;
    calls.unwrap().unwrap()
}

/// How a turn ends of which the first delivery was taken, or was not.
fn end_of(calls: &LaneCalls, state: DeliveryState, retry_at: Option<UtcTime>) -> TurnEnd {
    TurnEnd {
        turn: calls.turn.clone(),
        outcomes: vec![DeliveryOutcome {
            id: calls.deliveries[0].id,
            state,
            attempt: DeliveryAttempt {
                at: UtcTime(7),
                took_ms: 12,
                status: Some(500),
                answer: "so\0so".to_owned(),
                error: (state != DeliveryState::Delivered).then_some(DeliveryError::Status),
            },
        }],
        retry_at,
        give_up_until: None,
    }
}

impl Installation {
    async fn rename_account(&self, account: &str, to: &str) {
        let change = FtpAccountChange {
            name: Some(name(to)),
            ..FtpAccountChange::default()
        };
        let accounts = &self.services.ftp_accounts;
        accounts
            .change(&ACTOR, &domain(EXAMPLE), &name(account), change)
            .await
            .unwrap();
    }

    async fn sql(&self, statement: &str) {
        let database = self.database().await;
        let changed = database.execute_unprepared(statement);
        changed.await.unwrap();
    }

    async fn take_turns(&self, id: WebhookId, lanes: u64) -> Vec<LaneTurn> {
        let webhooks = &self.services.webhooks;
        webhooks.take_turns(&[(id, lanes)], 60).await.unwrap()
    }
}

#[tokio::test]
async fn what_happens_is_queued_for_those_who_want_it_and_nobody_else() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let all = EventKinds::all(true).iter().collect::<Vec<_>>();
    let server = add(services, None, webhook("All", &all)).await;
    let own = add(
        services,
        Some(EXAMPLE),
        webhook("Own", &[EventKind::FtpAccountChanged]),
    )
    .await;
    let off = Webhook {
        enabled: false,
        ..webhook("Off", &[EventKind::FtpAccountChanged])
    };
    let off = add(services, Some(EXAMPLE), off).await;

    installation.add_account("paul", "/").await;
    installation.rename_account("paul", "pauline").await;
    let expected = [EventKind::FtpAccountChanged, EventKind::FtpAccountAdded];
    assert_eq!(kinds(services, None, server).await, expected);
    let own = deliveries(services, Some(EXAMPLE), own).await;
    assert!(kinds(services, Some(EXAMPLE), off).await.is_empty());
    let [row] = own.deliveries.rows.as_slice() else {
        panic!("one event: {own:?}");
    };
    let body: serde_json::Value = serde_json::from_str(&row.body).unwrap();
    let data = serde_json::json!({
        "subscription": "example.com", "account": "pauline", "former_name": "paul",
        "changed": ["name"],
    });
    assert_eq!(
        (&body["type"], &body["data"]),
        (&"ftp_account.changed".into(), &data)
    );
    assert_eq!(
        (row.state, own.webhook.state.waiting),
        (DeliveryState::Waiting, 1)
    );
}

#[tokio::test]
async fn what_is_done_over_ftp_is_queued_with_the_activity() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let all = EventKinds::all(false).iter().collect::<Vec<_>>();
    let id = add(services, Some(EXAMPLE), webhook("All", &all)).await;
    let signed_in = services
        .ftp_accounts
        .sign_in("example", PASSWORD, address(), false)
        .await
        .unwrap();
    services.ftp_activity.record(services::FtpEvent {
        at: UtcTime(7),
        account: signed_in.account,
        name: signed_in.name.clone(),
        address: address(),
        protocol: None,
        event: FtpEventKind::FolderMade("/a".to_owned()),
    });
    let wrong = services
        .ftp_accounts
        .sign_in("example", "wrong", address(), false);
    wrong.await.unwrap_err();
    installation.write_activity().await;
    let expected = [EventKind::FtpRefused, EventKind::FtpFolderMade];
    assert_eq!(kinds(services, Some(EXAMPLE), id).await, expected);
}

#[tokio::test]
async fn what_is_not_committed_is_not_told() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let id = add(
        services,
        None,
        webhook("All", &[EventKind::FtpAccountAdded]),
    )
    .await;
    installation.add_account("paul", "/").await;
    let again = new_account("paul", "/");
    let example = domain(EXAMPLE);
    let again = services.ftp_accounts.add(&ACTOR, &example, again);
    assert!(again.await.is_err());
    assert_eq!(kinds(services, None, id).await.len(), 1);
}

#[tokio::test]
async fn an_account_s_events_are_told_in_order_and_one_at_a_time() {
    let example = domain(EXAMPLE);
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let wanted = [EventKind::FtpAccountAdded, EventKind::FtpAccountChanged];
    let id = add(services, Some(EXAMPLE), webhook("All", &wanted)).await;
    installation.add_account("paul", "/").await;
    installation.add_account("lea", "/").await;
    installation.rename_account("paul", "pauline").await;

    assert_eq!(services.webhooks.due().await.unwrap(), [id]);
    let first = installation.take_turns(id, 1).await;
    let second = installation.take_turns(id, 10).await;
    assert_eq!((first.len(), second.len()), (1, 1));
    assert!(installation.take_turns(id, 10).await.is_empty());
    assert!(services.webhooks.due().await.unwrap().is_empty());
    let [paul, lea] = [&first[0], &second[0]];
    let (paul, lea) = (
        calls(services, paul.clone()).await,
        calls(services, lea.clone()).await,
    );
    let told: Vec<EventKind> = paul.deliveries.iter().map(|one| one.kind).collect();
    assert_eq!(told, wanted);
    assert_eq!(lea.deliveries.len(), 1);

    // Paul's first is not taken: his second waits with it. Lea's is: her lane is gone.
    let later = Some(UtcTime(UtcTime::now().0 + 3600));
    let ends = [
        end_of(&paul, DeliveryState::Waiting, later),
        end_of(&lea, DeliveryState::Delivered, None),
    ];
    let failing = [(id, true)];
    services.webhooks.end_turns(&ends, &failing).await.unwrap();
    assert!(installation.take_turns(id, 10).await.is_empty());
    let found = deliveries(services, Some(EXAMPLE), id).await;
    assert_eq!(found.webhook.state.waiting, 2);
    assert!(found.webhook.state.failing_since.is_some());
    let rows = found.deliveries.rows.iter();
    let states = rows.map(|row| (row.state, row.attempts));
    let states: Vec<_> = states.collect();
    let expected = [
        (DeliveryState::Waiting, 0),
        (DeliveryState::Delivered, 1),
        (DeliveryState::Waiting, 1),
    ];
    assert_eq!(states, expected);
    let last = found.deliveries.rows[2].last.clone().unwrap();
    assert_eq!(
        (last.answer.as_str(), last.status),
        ("so\u{fffd}so", Some(500))
    );

    // What waits can be tried at once.
    let waiting = found.deliveries.rows[2].id;
    let again = services
        .webhooks
        .send_again(&ACTOR, Some(&example), id, waiting);
    again.await.unwrap();
    let turns = installation.take_turns(id, 10).await;
    assert_eq!(calls(services, turns[0].clone()).await.deliveries.len(), 2);
}

#[tokio::test]
async fn whoever_comes_late_ends_nobody_else_s_turn() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let id = add(
        services,
        Some(EXAMPLE),
        webhook("All", &[EventKind::FtpAccountAdded]),
    )
    .await;
    installation.add_account("paul", "/").await;
    let mut taken = services.webhooks.take_turns(&[(id, 1)], 0).await.unwrap();
    let late = calls(services, taken.remove(0)).await;
    let now = installation.take_turns(id, 1).await.remove(0);
    assert_ne!(late.turn.lease, now.lease);
    let end = end_of(&late, DeliveryState::Waiting, None);
    services.webhooks.end_turns(&[end], &[]).await.unwrap();
    assert!(installation.take_turns(id, 1).await.is_empty());
    let end = end_of(&calls(services, now).await, DeliveryState::Delivered, None);
    services
        .webhooks
        .end_turns(&[end], &[(id, false)])
        .await
        .unwrap();
    assert!(services.webhooks.due().await.unwrap().is_empty());
}

#[tokio::test]
async fn what_was_tried_for_a_day_is_given_up_with_all_as_old_in_its_lane() {
    let example = domain(EXAMPLE);
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let wanted = [EventKind::FtpAccountAdded, EventKind::FtpAccountChanged];
    let id = add(services, Some(EXAMPLE), webhook("All", &wanted)).await;
    installation.add_account("paul", "/").await;
    installation.rename_account("paul", "pauline").await;
    installation
        .sql("UPDATE webhook_delivery SET created_at = 1000")
        .await;
    installation.rename_account("pauline", "paul").await;
    let turn = installation.take_turns(id, 1).await.remove(0);
    let end = TurnEnd {
        give_up_until: Some(UtcTime(1000)),
        ..end_of(&calls(services, turn).await, DeliveryState::GivenUp, None)
    };
    services
        .webhooks
        .end_turns(&[end], &[(id, true)])
        .await
        .unwrap();
    let found = deliveries(services, Some(EXAMPLE), id)
        .await
        .deliveries
        .rows;
    let states: Vec<DeliveryState> = found.iter().map(|row| row.state).collect();
    let expected = [
        DeliveryState::Waiting,
        DeliveryState::GivenUp,
        DeliveryState::GivenUp,
    ];
    assert_eq!(states, expected);

    // Sent again, it is told behind what waits, with the same id.
    let again = services
        .webhooks
        .send_again(&ACTOR, Some(&example), id, found[2].id);
    again.await.unwrap();
    let turn = installation.take_turns(id, 1).await.remove(0);
    let waiting = calls(services, turn).await.deliveries;
    let events: Vec<_> = waiting.iter().map(|one| one.event.clone()).collect();
    assert_eq!(events, [found[0].event.clone(), found[2].event.clone()]);
    assert_eq!(waiting[1].body, found[2].body);
}

#[tokio::test]
async fn only_the_last_ones_are_kept_of_what_is_over() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let id = add(
        services,
        Some(EXAMPLE),
        webhook("All", &[EventKind::FtpAccountAdded]),
    )
    .await;
    let rows = format!(
        "INSERT INTO webhook_delivery (webhook_id, lane, event_id, kind, body, created_at, state) \
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200) \
         SELECT {}, 0, 'evt_00000000000000000000000000', 'ftp.uploaded', '{{}}', 0, 'delivered' FROM n",
        id.0
    );
    installation.sql(&rows).await;
    installation.add_account("paul", "/").await;
    let turn = installation.take_turns(id, 1).await.remove(0);
    let end = end_of(&calls(services, turn).await, DeliveryState::Delivered, None);
    services.webhooks.end_turns(&[end], &[]).await.unwrap();
    let found = deliveries(services, Some(EXAMPLE), id).await.deliveries;
    assert_eq!(
        (found.total, found.rows[0].kind),
        (1000, EventKind::FtpAccountAdded)
    );
}

#[tokio::test]
async fn events_are_left_out_while_too_much_waits_which_is_said() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let id = add(
        services,
        Some(EXAMPLE),
        webhook("All", &[EventKind::FtpAccountAdded]),
    )
    .await;
    installation.add_account("paul", "/").await;
    let rows = format!(
        "INSERT INTO webhook_delivery (webhook_id, lane, event_id, kind, body, created_at, state) \
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) \
         SELECT {}, 0, 'evt_00000000000000000000000000', 'ftp.uploaded', '{{}}', 0, 'waiting' FROM n",
        id.0
    );
    installation.sql(&rows).await;
    services.webhooks.bound_queues().await.unwrap();
    let state = deliveries(services, Some(EXAMPLE), id).await.webhook.state;
    assert!(state.is_full && state.lost_at.is_some() && state.waiting > 0);
    installation.add_account("lea", "/").await;
    let found = deliveries(services, Some(EXAMPLE), id).await.deliveries;
    assert_eq!(found.rows[0].kind, EventKind::FtpUploaded);

    installation
        .sql("DELETE FROM webhook_delivery WHERE lane = 0")
        .await;
    services.webhooks.bound_queues().await.unwrap();
    let state = deliveries(services, Some(EXAMPLE), id).await.webhook.state;
    assert!(!state.is_full && state.lost_at.is_some());
    installation.add_account("max", "/").await;
    assert_eq!(kinds(services, Some(EXAMPLE), id).await.len(), 2);
}

#[tokio::test]
async fn names_are_unique_and_webhooks_are_bounded() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let example = domain(EXAMPLE);
    let kinds = [EventKind::FtpUploaded];
    add(services, Some(EXAMPLE), webhook("Deploy", &kinds)).await;
    add(services, None, webhook("Deploy", &kinds)).await;
    let again = services
        .webhooks
        .add(&ACTOR, Some(&example), webhook("DEPLOY", &kinds));
    let taken = AppError::at(Field::WebhookName, FieldError::Taken);
    assert_eq!(again.await.unwrap_err(), taken);
    for number in 1..Webhooks::MAX_OF_SUBSCRIPTION {
        add(
            services,
            Some(EXAMPLE),
            webhook(&number.to_string(), &kinds),
        )
        .await;
    }
    let more = services
        .webhooks
        .add(&ACTOR, Some(&example), webhook("more", &kinds));
    let too_many = AppError::at(Field::WebhookName, FieldError::TooManyWebhooks);
    assert_eq!(more.await.unwrap_err(), too_many);
}

#[tokio::test]
async fn a_webhook_is_changed_and_removed_by_its_version() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let example = domain(EXAMPLE);
    let id = add(
        services,
        Some(EXAMPLE),
        webhook("Deploy", &[EventKind::FtpAccountAdded]),
    )
    .await;
    installation.add_account("paul", "/").await;
    let off = Webhook {
        enabled: false,
        ..webhook("Deploy", &[EventKind::FtpAccountAdded])
    };
    let webhooks = &services.webhooks;
    let change = |version| webhooks.change(&ACTOR, Some(&example), id, version, off.clone());
    change(1).await.unwrap();
    let conflict = change(1).await.unwrap_err();
    assert!(matches!(conflict, AppError::SettingsEditConflict(_)));
    // What waits stays, and is not called.
    assert!(webhooks.due().await.unwrap().is_empty());
    let taken = installation.take_turns(id, 1).await;
    assert!(
        webhooks
            .calls(taken[0].clone(), 10)
            .await
            .unwrap()
            .is_none()
    );
    let remove = async |versions: &[i64]| {
        let expected = ExpectedVersion::OneOf(versions.to_vec());
        let removed = webhooks.remove(&ACTOR, Some(&example), id, &expected);
        removed.await
    };
    let conflict = remove(&[1]).await.unwrap_err();
    assert!(matches!(conflict, AppError::SettingsEditConflict(_)));
    remove(&[1, 2]).await.unwrap();
    let gone = webhooks.view(&ACTOR, Some(&example), id).await;
    assert_eq!(gone.unwrap_err(), AppError::NotFound);
}

#[tokio::test]
async fn a_removed_webhook_is_gone_at_once_and_what_it_told_is_cleared_after_a_restart_too() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let (webhooks, example) = (&services.webhooks, domain(EXAMPLE));
    let new = || webhook("Deploy", &[EventKind::FtpAccountAdded]);
    let id = add(services, Some(EXAMPLE), new()).await;
    installation.add_account("paul", "/").await;
    // More than is cleared at once.
    let many = format!(
        "INSERT INTO webhook_delivery (webhook_id, lane, event_id, kind, body, created_at, state) \
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500) \
         SELECT {}, 0, 'evt_00000000000000000000000000', 'ftp.uploaded', '{{}}', 0, 'waiting' FROM n",
        id.0
    );
    installation.sql(&many).await;
    let any = ExpectedVersion::Any;
    let removed = webhooks.remove(&ACTOR, Some(&example), id, &any).await;
    removed.unwrap();

    // Here the program may be killed: by then it is gone for everybody, which the audit log says.
    let audit = installation.audit_text().await;
    assert!(audit.contains("webhook.remove"), "{audit}");
    let list = webhooks.list(&ACTOR, Some(&example)).await.unwrap();
    assert!(list.webhooks.is_empty());
    for gone in [
        webhooks.view(&ACTOR, Some(&example), id).await.map(drop),
        webhooks
            .send_test(&ACTOR, Some(&example), id)
            .await
            .map(drop),
        webhooks
            .remove(&ACTOR, Some(&example), id, &any)
            .await
            .map(drop),
    ] {
        assert_eq!(gone, Err(AppError::NotFound));
    }
    assert!(webhooks.due().await.unwrap().is_empty());
    let turn = installation.take_turns(id, 1).await.remove(0);
    assert!(webhooks.calls(turn, 10).await.unwrap().is_none());
    // Another one of that name is not told what was before it.
    let other = add(services, Some(EXAMPLE), new()).await;
    installation.add_account("lea", "/").await;
    assert_eq!(kinds(services, Some(EXAMPLE), other).await.len(), 1);
    for number in 1..Webhooks::MAX_OF_SUBSCRIPTION {
        let another = webhook(&number.to_string(), &[EventKind::FtpUploaded]);
        add(services, Some(EXAMPLE), another).await;
    }

    let left = async |table: &str, of: &str| {
        let count = format!(
            "SELECT CAST(COUNT(*) AS TEXT) FROM {table} WHERE {of} = {}",
            id.0
        );
        texts(&installation.database().await, &count)
            .await
            .remove(0)
    };
    assert_eq!(left("webhook_delivery", "webhook_id").await, "2501");
    let restarted = installation.restarted().await;
    restarted.webhooks.clear_removed().await.unwrap();
    for (table, of) in [
        ("webhook", "id"),
        ("webhook_lane", "webhook_id"),
        ("webhook_delivery", "webhook_id"),
    ] {
        assert_eq!(left(table, of).await, "0", "{table}");
    }
    assert_eq!(kinds(services, Some(EXAMPLE), other).await.len(), 1);
}

#[tokio::test]
async fn a_secret_is_told_once_and_the_former_one_is_used_for_a_day() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let example = domain(EXAMPLE);
    let new = webhook("Deploy", &[EventKind::FtpAccountAdded]);
    let added = services.webhooks.add(&ACTOR, Some(&example), new).await;
    let (_, first) = added.unwrap();
    let replaced = services
        .webhooks
        .replace_secret(&ACTOR, Some(&example), first.id);
    let (_, second) = replaced.await.unwrap();
    assert_ne!(first.secret, second.secret);
    let test = services
        .webhooks
        .send_test(&ACTOR, Some(&example), first.id);
    test.await.unwrap();
    let turn = installation.take_turns(first.id, 1).await.remove(0);
    let secrets = calls(services, turn).await.secrets;
    let now = UtcTime::now();
    let both = [second.secret.as_str(), first.secret.as_str()];
    assert_eq!(secrets.valid_at(now), both);
    assert_eq!(secrets.valid_at(now.plus_days(1)), both[..1]);
    // Neither the audit log nor what is printed has one.
    let log = installation.audit_text().await;
    assert!(!log.contains("whsec_"));
    assert!(!format!("{secrets:?}{second:?}").contains("whsec_"));
}

#[tokio::test]
async fn webhooks_are_for_those_who_manage() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let example = domain(EXAMPLE);
    installation.add_user("paul", Role::Customer).await;
    let (_, owner) = installation.sign_in("marie").await;
    let (_, other) = installation.sign_in("paul").await;
    let kinds = [EventKind::FtpUploaded];
    let id = add(services, Some(EXAMPLE), webhook("Deploy", &kinds)).await;
    let webhooks = &services.webhooks;
    assert!(webhooks.list(&owner, Some(&example)).await.is_ok());
    let foreign = webhooks.list(&other, Some(&example)).await;
    assert_eq!(foreign.unwrap_err(), AppError::NotFound);
    let of_server = webhooks.list(&owner, None).await;
    assert_eq!(of_server.unwrap_err(), AppError::AdministratorsOnly);
    // By another door than its own it is not there.
    let server = add(services, None, webhook("All", &kinds)).await;
    for (of, id) in [(None, id), (Some(&example), server)] {
        let found = webhooks.view(&ACTOR, of, id).await;
        assert_eq!(found.unwrap_err(), AppError::NotFound);
    }
}

#[test]
fn the_documentation_lists_every_event() {
    let documentation = include_str!("../../../docs/webhooks.md");
    let rows = documentation.lines().filter(|line| line.starts_with("| `"));
    let listed = rows.filter_map(|row| row.split('`').nth(1));
    let listed: Vec<&str> = listed.filter(|name| name.contains('.')).collect();
    let all: Vec<&str> = EventKind::ALL.iter().map(|kind| kind.as_str()).collect();
    assert_eq!(listed, all);
}
