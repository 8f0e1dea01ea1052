//! People who have access to a subscription of another's.

use model::{
    Actor, AppError, CollaboratorRole, EditedSettings, ExpectedVersion, Field, FieldError,
    LinkValidity, NewCollaborator, PageNumber, ResellerLimit, ResellerLimits, Role, Standing,
    SubscriptionPeople,
};
use services::Invitation;

use crate::managed_users::{details, login};
use crate::support::{Installation, at, domain, new_account, texts};

const ACTOR: Actor = Actor::CommandLine;

fn new(user: &str, role: CollaboratorRole) -> NewCollaborator {
    NewCollaborator {
        login: login(user),
        display_name: user.to_owned(),
        role,
        validity: LinkValidity::default(),
        recipient: None,
    }
}

async fn invite(
    installation: &Installation,
    actor: &Actor,
    user: &str,
    role: CollaboratorRole,
) -> Result<Invitation, AppError> {
    let collaborators = &installation.services.collaborators;
    let example = domain("example.com");
    collaborators.invite(actor, &example, new(user, role)).await
}

#[tokio::test]
async fn an_owner_invites_whoever_is_there_and_whoever_is_not() {
    let installation = Installation::with_example().await;
    installation.add_user("paul", Role::Customer).await;
    let (_, marie) = installation.sign_in("marie").await;
    let (_, paul) = installation.sign_in("paul").await;
    let (services, example) = (&installation.services, domain("example.com"));
    let seen = services.subscriptions.view(&paul, &example).await;
    assert_eq!(seen.err(), Some(AppError::NotFound));
    let there = invite(&installation, &marie, "paul", CollaboratorRole::Viewer);
    assert!(there.await.unwrap().link.is_none());
    let added = invite(&installation, &marie, "anne", CollaboratorRole::Manager);
    let link = added.await.unwrap().link.unwrap();
    let origin = crate::support::origin();
    let opened = services
        .panel_users
        .open_link(&link, &origin)
        .await
        .unwrap();
    assert_eq!(
        (opened.login.as_str(), opened.role),
        ("anne", Role::Customer)
    );
    // A viewer sees it in the list, and changes nothing.
    let list = services
        .subscriptions
        .list(&paul, PageNumber::FIRST)
        .await
        .unwrap();
    assert_eq!(list.rows[0].standing, Standing::Viewer);
    let add = services
        .ftp_accounts
        .add(&paul, &example, new_account("x", "/"));
    assert_eq!(add.await.err(), Some(AppError::NotPermitted));
    let by_viewer = invite(&installation, &paul, "eve", CollaboratorRole::Viewer);
    assert_eq!(by_viewer.await.err(), Some(AppError::NotPermitted));
    let collaborators = &services.collaborators;
    let promoted = Some(CollaboratorRole::Manager);
    let (paul_s, any) = (login("paul"), ExpectedVersion::Any);
    collaborators
        .change(&marie, &example, &paul_s, &any, promoted)
        .await
        .unwrap();
    let add = services
        .ftp_accounts
        .add(&paul, &example, new_account("x", "/"));
    add.await.unwrap();
    collaborators
        .change(&marie, &example, &paul_s, &any, None)
        .await
        .unwrap();
    let seen = services.subscriptions.view(&paul, &example).await;
    assert_eq!(seen.err(), Some(AppError::NotFound));
    let again = collaborators.change(&marie, &example, &paul_s, &any, None);
    assert_eq!(again.await.err(), Some(AppError::NotFound));
    let people = collaborators.list(&marie, &example).await.unwrap();
    assert_eq!(people.owner.as_str(), "marie");
    let left: Vec<&str> = people
        .collaborators
        .iter()
        .map(|row| row.login.as_str())
        .collect();
    assert_eq!(left, ["anne"]);
    let audit = installation.audit_text().await;
    for line in [
        "collaborator.add marie example.com  {\"login\":\"paul\",\"role\":\"viewer\"}",
        "collaborator.change marie example.com {\"login\":\"paul\",\"role\":\"viewer\"} {\"login\":\"paul\",\"role\":\"manager\"}",
        "collaborator.remove marie example.com {\"login\":\"paul\",\"role\":\"manager\"}",
    ] {
        assert!(audit.contains(line), "{line}: {audit}");
    }
}

#[tokio::test]
async fn a_part_that_was_changed_is_not_changed_by_whoever_has_not_seen_that() {
    let installation = Installation::with_example().await;
    let collaborators = &installation.services.collaborators;
    let (example, paul) = (domain("example.com"), login("paul"));
    let (viewer, manager) = (CollaboratorRole::Viewer, CollaboratorRole::Manager);
    let invited = invite(&installation, &ACTOR, "paul", viewer).await;
    invited.unwrap();
    let change = async |from: CollaboratorRole, to| {
        let expected = ExpectedVersion::OneOf(vec![from.version()]);
        let changed = collaborators.change(&ACTOR, &example, &paul, &expected, to);
        changed.await.map(drop)
    };
    change(viewer, Some(manager)).await.unwrap();
    let conflict = AppError::SettingsEditConflict(EditedSettings::General);
    for to in [Some(manager), None] {
        assert_eq!(change(viewer, to).await, Err(conflict.clone()));
    }
    change(manager, None).await.unwrap();
}

#[tokio::test]
async fn who_has_access_already_is_told_apart_and_their_number_is_bounded() {
    let installation = Installation::with_example().await;
    let owner = invite(&installation, &ACTOR, "marie", CollaboratorRole::Viewer);
    let owns = at(Field::Login, FieldError::OwnsSubscription);
    assert_eq!(owner.await.err(), Some(owns));
    for number in 0..SubscriptionPeople::MAX_COLLABORATORS {
        let user = format!("p{number}");
        let added = invite(&installation, &ACTOR, &user, CollaboratorRole::Viewer);
        added.await.unwrap();
    }
    let again = invite(&installation, &ACTOR, "p0", CollaboratorRole::Manager);
    let has_access = at(Field::Login, FieldError::IsCollaborator);
    assert_eq!(again.await.err(), Some(has_access));
    let beyond = invite(&installation, &ACTOR, "one-more", CollaboratorRole::Viewer);
    assert_eq!(beyond.await.err(), Some(AppError::TooManyCollaborators));
    // Nobody was added for it.
    let database = installation.database().await;
    let found = texts(
        &database,
        "SELECT login FROM panel_user WHERE login = 'one-more'",
    )
    .await;
    assert!(found.is_empty());
}

#[tokio::test]
async fn nobody_tries_logins_by_inviting_them() {
    let installation = Installation::with_example().await;
    let (_, marie) = installation.sign_in("marie").await;
    let mut refused = None;
    for number in 0..30 {
        let user = format!("p{number}");
        let invited = invite(&installation, &marie, &user, CollaboratorRole::Viewer).await;
        if let Err(error) = invited {
            refused = Some((number, error));
            break;
        }
    }
    let (number, error) = refused.unwrap();
    assert_eq!(number, 20);
    assert!(matches!(error, AppError::Throttled { .. }), "{error:?}");
}

#[tokio::test]
async fn whoever_a_customer_adds_is_a_customer_of_the_same_reseller() {
    let installation = Installation::with_example().await;
    installation.add_user("rex", Role::Reseller).await;
    let users = &installation.services.panel_users;
    let (_, marie) = installation.sign_in("marie").await;
    for (user, limits, reseller) in [("rex", Some(2), None), ("marie", None, Some("rex"))] {
        let now = users.view(&ACTOR, &login(user)).await.unwrap();
        let changed = model::PanelUserDetails {
            limits: ResellerLimits {
                customers: limits,
                ..ResellerLimits::default()
            },
            reseller: reseller.map(login),
            ..details(user, now.details.role)
        };
        let user = login(user);
        let changed = users.change(&ACTOR, &user, now.version, changed);
        changed.await.unwrap();
    }
    let added = invite(&installation, &marie, "anne", CollaboratorRole::Viewer);
    added.await.unwrap();
    let anne = users.view(&ACTOR, &login("anne")).await.unwrap();
    assert_eq!(anne.details.reseller.unwrap().as_str(), "rex");
    let beyond = invite(&installation, &marie, "eve", CollaboratorRole::Viewer);
    let reached = AppError::ResellerLimitReached {
        limit: ResellerLimit::Customers,
        most: 2,
    };
    assert_eq!(beyond.await.err(), Some(reached));
}
