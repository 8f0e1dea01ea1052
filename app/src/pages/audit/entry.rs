//! A row of the audit log.

use leptos::prelude::*;
use model::{
    Actor, AuditAction, AuditDetail, AuditEntry, AuditGroup, AuditListing, AuditPerson,
    AuditPosition, AuditValue, AuditValues, CollaboratorRole, RefusalReason, Role,
};

use crate::components::{
    ChangesTable, Chip, ChipKind, ComparisonTable, Icon, IconName, Isolated, Time, use_local_time,
    use_texts,
};
use crate::routes;

/// Who did what, to what, when and from where.
#[component]
pub(super) fn Entry(
    /// The row.
    entry: AuditEntry,
    /// The subscription whose log it is; none for all that one may see.
    domain: Option<String>,
    /// What is looked for.
    listing: AuditListing,
) -> impl IntoView {
    let texts = use_texts();
    let action = entry.action();
    let what = match action {
        Some(action) => (texts.audit.action)(action).to_owned(),
        None => entry.action.clone(),
    };
    let who = texts.actor_as(
        &entry.actor,
        entry.system_user.as_deref(),
        entry.token.as_deref(),
    );
    let person = view! {
        <Person who actor=entry.actor is_known=entry.is_known domain=domain.clone() listing />
    };
    let of_another_page = entry.domain.filter(|_| domain.is_none());
    // What the subscription is called is not said twice.
    let subject = entry
        .subject
        .filter(|subject| {
            of_another_page
                .as_ref()
                .is_none_or(|domain| domain.as_str() != subject)
        })
        .map(|subject| view! { <span class="path"><Isolated text=subject /></span> });
    let subscription = of_another_page.map(|of| {
        let of_it = AuditListing::default();
        let address = routes::audit(Some(of.as_str()), &of_it);
        view! {
            <a href=address>
                <Isolated text=of.text().into_owned() />
            </a>
        }
    });
    let repeats = (entry.repeats > 1).then(|| {
        view! { <Chip kind=ChipKind::Quiet text=(texts.audit.repeated)(entry.repeats) /> }
    });
    view! {
        <li>
            <div class="event">
                <Icon name=icon(action) />
                <Time at=entry.key.at seconds=true />
                <strong>{what}</strong>
                <span>{person}</span>
                {subject}
                {subscription}
                {repeats}
                {entry.address.map(|address| view! { <span class="detail">{address}</span> })}
            </div>
            <Detail detail=entry.detail />
        </li>
    }
}

/// Who it was, with a link to all that they did, if they are somebody.
#[component]
fn Person(
    who: String,
    actor: String,
    is_known: bool,
    domain: Option<String>,
    listing: AuditListing,
) -> impl IntoView {
    let texts = use_texts();
    let by = (texts.trash.by)(&who);
    let is_anybody = [Actor::NOBODY, Actor::SEVERAL].contains(&actor.as_str());
    if !is_known || is_anybody || listing.person.as_str() == actor {
        return view! { <Isolated text=by /> }.into_any();
    }
    let theirs = AuditListing {
        person: AuditPerson::parse(&actor),
        ..listing.at(AuditPosition::Latest)
    };
    view! {
        <a href=routes::audit(domain.as_deref(), &theirs)>
            <Isolated text=by />
        </a>
    }
    .into_any()
}

/// Why something was refused; old and new values, folded away.
#[component]
fn Detail(detail: AuditDetail) -> impl IntoView {
    let texts = use_texts();
    let reason = detail.reason.as_ref().map(|key| {
        let text = match RefusalReason::parse(key) {
            Some(reason) => (texts.audit.reason)(reason).to_owned(),
            None => key.clone(),
        };
        view! { <p class="detail">{text}</p> }
    });
    let values = detail.has_values().then(|| {
        let AuditDetail {
            changes, values, ..
        } = detail;
        view! {
            <details>
                <summary>{texts.audit.details}</summary>
                {(!changes.is_empty()).then(|| view! { <ChangesTable changes /> })}
                {(!values.is_empty()).then(|| view! { <Values values /> })}
            </details>
        }
    });
    view! {
        {reason}
        {values}
    }
}

#[component]
fn Values(values: Vec<AuditValues>) -> impl IntoView {
    let texts = use_texts();
    let row = move |both: AuditValues| {
        let label = texts.audit_value(&both.key).to_owned();
        let is_role = both.key == "role";
        view! {
            <tr>
                <th scope="row">{label}</th>
                <td>{both.before.map(|value| view! { <del><Value value is_role /></del> })}</td>
                <td>{both.after.map(|value| view! { <ins><Value value is_role /></ins> })}</td>
            </tr>
        }
    };
    view! {
        <ComparisonTable first=texts.receipt.old_value second=texts.receipt.new_value>
            {values.into_iter().map(row).collect_view()}
        </ComparisonTable>
    }
}

#[component]
fn Value(value: AuditValue, is_role: bool) -> impl IntoView {
    let (texts, clock) = (use_texts(), use_local_time());
    let text = move || match &value {
        AuditValue::Time(at) => clock.date_time(*at),
        AuditValue::Flag(true) => texts.audit.yes.to_owned(),
        AuditValue::Flag(false) => texts.audit.no.to_owned(),
        AuditValue::Text(text) if is_role => {
            match (Role::parse(text), CollaboratorRole::parse(text)) {
                (Some(role), _) => (texts.panel_user.role)(role).to_owned(),
                (None, Some(role)) => (texts.panel_users.collaborator_role)(role).to_owned(),
                (None, None) => text.clone(),
            }
        }
        AuditValue::Text(text) => texts.actor(text).to_owned(),
    };
    move || view! { <Isolated text=text() /> }
}

fn icon(action: Option<AuditAction>) -> IconName {
    let Some(action) = action else {
        return IconName::Info;
    };
    match action {
        AuditAction::SignedIn => IconName::SignIn,
        AuditAction::SignedOut => IconName::SignOut,
        AuditAction::FtpAccountRemoved
        | AuditAction::FtpAccountPurged
        | AuditAction::FtpFilesRemoved => IconName::Trash,
        AuditAction::FtpAccountRestored | AuditAction::DatabaseRestored => IconName::Restore,
        action if action.is_refusal() => IconName::Refused,
        action => match action.group() {
            AuditGroup::Access => IconName::Key,
            AuditGroup::PanelUsers | AuditGroup::FtpAccounts => IconName::Account,
            AuditGroup::Subscriptions => IconName::Folder,
            AuditGroup::Webhooks => IconName::Activity,
            AuditGroup::Server => IconName::Settings,
        },
    }
}
