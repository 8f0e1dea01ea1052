//! What an FTP account's home directory holds and may hold; how far a count of it is.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;

use super::{account_in_address, use_server_texts};
use crate::api::ftp_usage::{RecountFtpAccount, ftp_usage_page};
use crate::components::{Loaded, use_texts};
use crate::pages::{Breadcrumb, account_path};
use model::FtpUsageView;

/// What the home directory of the account in the address holds.
#[component]
pub(crate) fn FtpUsage() -> impl IntoView {
    view! {
        <Loaded
            wanted=account_in_address()
            fetch=|(domain, name)| ftp_usage_page(domain, name)
            view=|usage| view! { <UsageOf usage /> }
        />
    }
}

#[component]
fn UsageOf(usage: FtpUsageView) -> impl IntoView {
    let (texts, said) = (use_texts(), use_server_texts());
    let (domain, name) = (usage.domain.to_string(), usage.name.to_string());
    let title = (said.space_used_by)(&name);
    let account = account_path(&domain, &name);
    let again = format!("{account}/usage");
    view! {
        <Title text=title.clone() />
        <Breadcrumb domain=domain.clone() below_list=true />
        <h1>{title}</h1>
        <p class="lead">{said.usage_intro}</p>
        // Drawn anew by the script as long as a count is under way; without it by « Actualiser ».
        <div id="usage" aria-live="polite" data-counting=usage.counting.is_some().then_some("")>
            <dl class="facts">
                <dt>{texts.space_used}</dt>
                <dd>{texts.usage(usage.usage, usage.quota_bytes, usage.quota_files)}</dd>
                <dt>{said.counted_at}</dt>
                <dd>
                    {match usage.usage.counted_at {
                        Some(at) => {
                            view! { <time datetime=at.rfc3339()>{(texts.date_time)(at)}</time> }
                                .into_any()
                        }
                        None => texts.never.into_any(),
                    }}
                </dd>
            </dl>
            {usage
                .counting
                .map(|files| {
                    view! {
                        <p>
                            {(said.counted_so_far)(files)} " "
                            <a href=again rel="external">
                                {texts.refresh}
                            </a>
                        </p>
                    }
                })}
        </div>
        <form method="post" action=RecountFtpAccount::PATH>
            <input type="hidden" name="domain" value=domain />
            <input type="hidden" name="account" value=name />
            <div class="form-buttons">
                <button type="submit" class="button button-primary">
                    {texts.count_again}
                </button>
                <a class="button" href=account rel="external">
                    {said.back_to_account}
                </a>
            </div>
        </form>
        <script src="/usage.js" defer></script>
    }
}
