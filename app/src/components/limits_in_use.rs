//! What a subscription has and uses, beside what it may.

use leptos::prelude::*;
use model::{Field, LimitsInUse};

use super::{UsageBar, use_texts};
use crate::api::limits::view_limits_in_use;
use crate::i18n::Texts;

/// How many FTP accounts the subscription has, of how many it may have; nothing where that is not
/// limited.
#[component]
pub(crate) fn AccountsInUse(
    /// The subscription.
    domain: String,
    /// Asked for again when this changes.
    #[prop(optional, into)]
    count: Signal<u64>,
) -> impl IntoView {
    let texts = use_texts();
    let found = in_use(domain, count);
    let draw = move || {
        Suspend::new(async move {
            let found = found.await?;
            let most = found.limits.ftp_accounts?;
            let has = found.used.ftp_accounts;
            let words = (texts.limits.of)(Field::MaxFtpAccounts, has, most.into());
            Some(view! { <p class="count">{words}</p> })
        })
    };
    view! { <Transition>{draw}</Transition> }
}

/// What the subscription has and uses of all that is limited, and its plan for those who may know it;
/// nothing where nothing is limited.
#[component]
pub(crate) fn LimitFacts(
    /// The subscription.
    domain: String,
) -> impl IntoView {
    let texts = use_texts();
    let found = in_use(domain, Signal::default());
    let draw = move || {
        Suspend::new(async move {
            let facts = facts(texts, &found.await?);
            (!facts.is_empty()).then(|| {
                view! {
                    <section aria-labelledby="limits">
                        <h2 id="limits">{texts.limits.title}</h2>
                        <dl class="facts">{facts}</dl>
                    </section>
                }
            })
        })
    };
    view! { <Transition>{draw}</Transition> }
}

fn in_use(domain: String, count: Signal<u64>) -> Resource<Option<LimitsInUse>> {
    Resource::new_blocking(
        move || (domain.clone(), count.get()),
        |(domain, _)| async move { view_limits_in_use(domain).await.ok() },
    )
}

fn facts(texts: &'static Texts, found: &LimitsInUse) -> Vec<AnyView> {
    let LimitsInUse {
        limits,
        plan,
        used,
        ftp_sessions,
    } = found;
    let mut facts = Vec::new();
    let mut fact = |name: &'static str, value: AnyView| {
        let fact = view! {
            <dt>{name}</dt>
            <dd>{value}</dd>
        };
        facts.push(fact.into_any());
    };
    if let Some(plan) = plan {
        fact(texts.field(Field::Plan), plan.to_string().into_any());
    }
    let counted = [
        (
            Field::MaxFtpAccounts,
            used.ftp_accounts,
            limits.ftp_accounts,
        ),
        (Field::MaxFtpSessions, *ftp_sessions, limits.ftp_sessions),
    ];
    for (field, has, most) in counted {
        if let Some(most) = most {
            let words = (texts.limits.of)(field, has, most.into());
            fact(texts.field(field), words.into_any());
        }
    }
    if limits.limits_webspace() {
        let content = if used.webspace.counted_at.is_some() {
            let usage = used.webspace;
            let (quota_bytes, quota_files) = (limits.disk_space, limits.files);
            view! { <UsageBar usage quota_bytes quota_files /> }.into_any()
        } else {
            texts.ftp_usage.not_counted.into_any()
        };
        fact(texts.field(Field::MaxDiskSpace), content);
    }
    for field in [Field::TotalUploadRate, Field::TotalDownloadRate] {
        if !limits.value(field).is_empty() {
            fact(texts.field(field), texts.limit(field, limits).into_any());
        }
    }
    facts
}
