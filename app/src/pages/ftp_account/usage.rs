//! What an FTP account's home directory holds and may hold; how far a count of it is.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;

use crate::api::ftp_usage::{RecountFtpAccount, ftp_usage_page};
use crate::components::{Loaded, use_texts};
use crate::pages::params::account_params;
use crate::pages::subscription_header::Breadcrumb;
use crate::routes;
use model::FtpUsageView;

/// What the home directory of the account in the address holds.
#[component]
pub(crate) fn FtpUsage() -> impl IntoView {
    let account = account_params();
    view! {
        <Loaded
            source=move || account.get()
            fetch=|(domain, name)| ftp_usage_page(domain, name)
            view=|usage| view! { <UsageOf usage /> }
        />
    }
}

#[component]
fn UsageOf(usage: FtpUsageView) -> impl IntoView {
    let texts = use_texts();
    let (domain, name) = (usage.domain.to_string(), usage.name.to_string());
    let title = (texts.ftp_usage.title_of)(&name);
    let account = routes::ftp_account(&domain, &name);
    let again = format!("{account}/usage");
    view! {
        <Title text=title.clone() />
        <Breadcrumb domain=domain.clone() below_list=true />
        <h1>{title}</h1>
        <p class="lead">{texts.ftp_usage.intro}</p>
        // Drawn anew by the script as long as a count is under way; without it by « Actualiser ».
        <div id="usage" aria-live="polite" data-counting=usage.counting.is_some().then_some("")>
            <dl class="facts">
                <dt>{texts.ftp_usage.title}</dt>
                <dd>{texts.usage(usage.usage, usage.quota_bytes, usage.quota_files)}</dd>
                <dt>{texts.ftp_usage.counted_at}</dt>
                <dd>
                    {match usage.usage.counted_at {
                        Some(at) => {
                            view! { <time datetime=at.rfc3339()>{(texts.date_time)(at)}</time> }
                                .into_any()
                        }
                        None => texts.common.never.into_any(),
                    }}
                </dd>
            </dl>
            {usage
                .counting
                .map(|files| {
                    view! {
                        <p>
                            {(texts.ftp_usage.counted_so_far)(files)} " "
                            <a href=again>
                                {texts.common.refresh}
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
                    {texts.ftp_usage.count_again}
                </button>
                <a class="button" href=account>
                    {texts.ftp_usage.back_to_account}
                </a>
            </div>
        </form>
        <script src="/usage.js" defer></script>
    }
}
