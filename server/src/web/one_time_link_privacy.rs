//! The address of a one-time link is a secret: it goes to no other site (`no-referrer`), and no
//! search engine keeps it. That it goes into no log is seen to by
//! [`LoggedPath`](super::logged_path::LoggedPath).

use app::routes;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::HeaderValue;
use http::header::{HeaderName, REFERRER_POLICY};

const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");

/// Whether a path is a one-time link, or would be one but for what stands behind it.
fn is_one_time_link(path: &str) -> bool {
    let pages = [routes::set_password(""), routes::choose_password("")];
    pages.iter().any(|page| path.starts_with(page))
}

/// Keeps the address of these pages from other sites and from search engines.
pub(super) async fn hide_address(request: Request, next: Next) -> Response {
    let is_secret = is_one_time_link(request.uri().path());
    let mut response = next.run(request).await;
    if is_secret {
        let headers = response.headers_mut();
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        headers.insert(ROBOTS, HeaderValue::from_static("noindex"));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_one_time_link_is_known_by_its_page() {
        for path in [
            "/set-password/secret",
            "/set-password/secret/more",
            "/choose-password/secret",
        ] {
            assert!(is_one_time_link(path), "{path}");
        }
        for path in [
            "/",
            "/password-set",
            "/password-chosen",
            "/subscriptions/set-password/ftp",
        ] {
            assert!(!is_one_time_link(path), "{path}");
        }
    }
}
