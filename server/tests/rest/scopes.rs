//! Who may do what: every operation with each kind of token.

use model::{ApiAccess, Role};

use crate::operations::{MANAGED, OPERATIONS, Reach, prepare, prepare_server};
use crate::support::{Answer, Server, problem};

/// What is read by those who manage the subscription alone: who did what, who has a part in it, and who is
/// told of it.
const FOR_MANAGERS: [&str; 6] = [
    "list_audit_of_subscription",
    "list_collaborators",
    "get_collaborator",
    "list_webhooks",
    "get_webhook",
    "list_webhook_deliveries",
];

#[tokio::test]
async fn each_operation_is_for_the_tokens_that_it_is_for() {
    let server = Server::start().await;
    let everything = server.marie().await;
    prepare(&everything).await;
    let reader = server.program("marie", ApiAccess::Read, &[]).await;
    let of_this = server
        .program("marie", ApiAccess::Write, &["example.com"])
        .await;
    let of_another = server
        .program("lea", ApiAccess::Write, &["other.example"])
        .await;
    let another = server.program("lea", ApiAccess::Write, &[]).await;
    let nobody = server.nobody();
    let concerned = |reach| matches!(reach, Reach::Subscription | Reach::Caller);
    let operations = OPERATIONS.iter();
    for operation in operations.filter(|one| concerned(one.reach)) {
        let id = operation.id;
        // Those that may not do it come first: what they are refused must not have been done.
        let answer = operation.ask(&nobody).await;
        assert_eq!(
            answer.problem(),
            problem(401, "token_missing"),
            "{id}: {answer:?}"
        );
        for other in [&of_another, &another] {
            let answer = operation.ask(other).await;
            match operation.reach {
                Reach::Caller => assert_eq!(answer.status, 200, "{id}: {answer:?}"),
                _ => {
                    let expected = problem(404, "not_found");
                    assert_eq!(answer.problem(), expected, "{id}: {answer:?}");
                }
            }
        }
        let answer = operation.ask(&reader).await;
        if operation.is_read() {
            assert_eq!(answer.status, operation.status, "{id}: {answer:?}");
        } else if operation.status != 404 {
            let expected = problem(403, "token_reads_only");
            assert_eq!(answer.problem(), expected, "{id}: {answer:?}");
        }
        let answer = operation.ask(&of_this).await;
        assert_eq!(answer.status, operation.status, "{id}: {answer:?}");
        if operation.is_read() {
            let answer = operation.ask(&everything).await;
            assert_eq!(answer.status, operation.status, "{id}: {answer:?}");
        }
    }
}

#[tokio::test]
async fn a_token_of_one_who_may_only_look_changes_nothing() {
    let server = Server::start().await;
    let marie = server.marie().await;
    prepare(&marie).await;
    server.add_viewer("lea").await;
    let viewer = server.program("lea", ApiAccess::Write, &[]).await;
    for operation in OPERATIONS {
        if operation.reach != Reach::Subscription {
            continue;
        }
        let answer = operation.ask(&viewer).await;
        let may = operation.is_read() && !FOR_MANAGERS.contains(&operation.id);
        if may {
            assert_eq!(
                answer.status, operation.status,
                "{}: {answer:?}",
                operation.id
            );
        } else {
            let expected = problem(403, "not_permitted");
            assert_eq!(answer.problem(), expected, "{}: {answer:?}", operation.id);
        }
    }
}

/// What a token that is not for an operation is answered, if it is not.
fn refusal(reach: Reach, who: &str) -> Option<(u16, String)> {
    let refused = |status, code: &str| Some(problem(status, code));
    match (reach, who) {
        (Reach::Subscription | Reach::Caller, _) => None,
        (Reach::Managed | Reach::ManagedByUnlimited, "marie") => refused(403, "not_permitted"),
        (Reach::Server, "marie" | "lea") => refused(403, "administrators_only"),
        (Reach::Managed | Reach::ManagedByUnlimited | Reach::Trash, "of another") => {
            refused(404, "not_found")
        }
        (Reach::Managed | Reach::ManagedByUnlimited | Reach::Trash, "marie" | "lea") => {
            refused(404, "not_found")
        }
        (Reach::Server, "of these" | "of another") => refused(403, "token_is_limited"),
        (Reach::ManagedByUnlimited, "of these") => refused(403, "token_is_limited"),
        _ => None,
    }
}

#[tokio::test]
async fn what_is_for_those_who_manage_is_for_their_tokens_as_far_as_these_go() {
    let server = Server::start().await;
    server.add_user("boss", Role::Administrator).await;
    let everything = server.program("boss", ApiAccess::Write, &[]).await;
    prepare_server(&everything).await;
    let of_these = server.program("boss", ApiAccess::Write, &MANAGED).await;
    for domain in ["restored.example", "purged.example"] {
        let removed = everything.delete(&format!("/subscriptions/{domain}")).await;
        assert_eq!(removed.status, 204, "{removed:?}");
    }
    let reader = server.program("boss", ApiAccess::Read, &[]).await;
    let of_another = server
        .program("boss", ApiAccess::Write, &["other.example"])
        .await;
    let (marie, lea) = (
        server.marie().await,
        server.program("lea", ApiAccess::Write, &[]).await,
    );
    let nobody = server.nobody();
    let concerned = |reach| !matches!(reach, Reach::Subscription | Reach::Caller);
    for operation in OPERATIONS.iter().filter(|one| concerned(one.reach)) {
        let (id, reach) = (operation.id, operation.reach);
        let answer = operation.ask(&nobody).await;
        assert_eq!(answer.problem(), problem(401, "token_missing"), "{id}");
        for (who, program) in [
            ("marie", &marie),
            ("lea", &lea),
            ("of another", &of_another),
        ] {
            let answer = operation.ask(program).await;
            let expected = refusal(reach, who);
            assert_eq!(Some(answer.problem()), expected, "{id}, {who}: {answer:?}");
        }
        let answer = operation.ask(&reader).await;
        if operation.is_read() {
            assert_eq!(answer.status, operation.status, "{id}: {answer:?}");
        } else if operation.status != 404 {
            let expected = problem(403, "token_reads_only");
            assert_eq!(answer.problem(), expected, "{id}: {answer:?}");
        }
        let check = |answer: &Answer| {
            assert_eq!(answer.status, operation.status, "{id}: {answer:?}");
        };
        let answer = operation.ask(&of_these).await;
        match refusal(reach, "of these") {
            Some(expected) => {
                assert_eq!(answer.problem(), expected, "{id}: {answer:?}");
                check(&operation.ask(&everything).await);
            }
            None => check(&answer),
        }
    }
}
