//! The screen « Activité FTP »: what was done over FTP.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::ApiError;
use model::{FtpActivityList, PageNumber};

#[cfg(feature = "ssr")]
use super::{path_params::existing_domain, request_context::actor_and_services, respond::answer};
#[cfg(feature = "ssr")]
use model::{AccountName, FtpActivityFilter, FtpActivityGroup, Page};

/// Reads what « Activité FTP » shows. An empty `account` is every account, and a `kind` that is
/// the key of no group every kind.
#[server(endpoint = "ftp_activity_page", input = GetUrl)]
pub async fn ftp_activity_page(
    domain: String,
    account: String,
    kind: String,
    page: PageNumber,
) -> Result<FtpActivityList, ApiError> {
    let (actor, services) = answer(actor_and_services())?;
    let domain = answer(existing_domain(&domain))?;
    let account = match account.trim() {
        "" => Ok(None),
        text => AccountName::parse(text).map(Some),
    };
    if let Ok(account) = account {
        let filter = FtpActivityFilter {
            account,
            group: FtpActivityGroup::parse(&kind),
        };
        return answer(
            services
                .ftp_activity
                .list(&actor, &domain, filter, page)
                .await,
        );
    }
    // What cannot be a name never did anything.
    answer(services.subscriptions.view(&actor, &domain).await)?;
    Ok(FtpActivityList {
        domain,
        activity: Page {
            rows: Vec::new(),
            total: 0,
            number: page,
        },
    })
}
