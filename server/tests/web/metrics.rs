//! What is watched, over HTTP.

use crate::support::{FTP_PASSWORD, Panel};

/// The value of a series, as it is written in the answer.
pub(crate) fn value(metrics: &str, series: &str) -> f64 {
    let line = metrics.lines().find_map(|line| line.strip_prefix(series));
    let value = line.and_then(|line| line.strip_prefix(' '));
    let value = value.unwrap_or_else(|| unreachable!("{series} in {metrics}"));
    value.parse().expect("a number")
}

async fn get(url: String) -> (u16, String, String) {
    let answer = reqwest::get(url).await.expect("an answer");
    let kind = answer.headers().get("content-type");
    let kind = kind.map(|kind| kind.to_str().expect("text").to_owned());
    let status = answer.status().as_u16();
    let text = answer.text().await.expect("text");
    (status, kind.unwrap_or_default(), text)
}

/// The metrics of a panel that has some.
pub(crate) async fn metrics(panel: &Panel) -> String {
    let (status, kind, text) = get(format!("{}/metrics", panel.metrics())).await;
    assert_eq!(status, 200);
    assert_eq!(kind, "text/plain; version=0.0.4; charset=utf-8");
    text
}

/// Asks until the answer has this status: the FTP server may not have begun yet, and what the
/// database answered counts for a moment.
async fn readiness(panel: &Panel, expected: u16) -> String {
    loop {
        let (status, _, text) = get(format!("{}/ready", panel.metrics())).await;
        if status == expected {
            return text;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn the_server_is_alive_and_ready_until_it_stops() {
    let panel = Panel::start_watched().await;
    let (status, _, text) = get(format!("{}/health", panel.metrics())).await;
    assert_eq!((status, text.as_str()), (200, "alive\n"));
    let text = readiness(&panel, 200).await;
    assert_eq!(text, "database: ready\nhttp: ready\nftp: ready\n");
    // Strangers at the panel read no more than that.
    for path in ["health", "ready"] {
        let (status, _, text) = get(format!("{}/{path}", panel.address)).await;
        assert_eq!((status, text.as_str()), (204, ""), "{path}");
    }
    panel.services.close().await;
    let text = readiness(&panel, 503).await;
    assert_eq!(text, "database: not ready\nhttp: ready\nftp: ready\n");
    let (status, _, text) = get(format!("{}/ready", panel.address)).await;
    assert_eq!((status, text.as_str()), (503, ""));
    let (status, _, _) = get(format!("{}/health", panel.metrics())).await;
    assert_eq!(status, 200);
}

#[tokio::test]
async fn requests_are_counted_by_route_and_no_name_is_shown() {
    let panel = Panel::start_watched().await;
    panel.add_customer("marie").await;
    panel.add_subscription("example.com", "marie").await;
    let before = metrics(&panel).await;
    panel.add_customer("paul").await;
    let secret = "/subscriptions/example.com/ftp/paul?search=secret";
    for path in [secret, "/no-such-page", "/login", "/login"] {
        get(format!("{}{path}", panel.address)).await;
    }
    let mut browser = panel.browser();
    browser.sign_in("marie", "wrong").await;
    let (accounts, address) = (&panel.services.ftp_accounts, panel.ftp.ip());
    let nobody = accounts.sign_in("nobody", FTP_PASSWORD, address, false);
    nobody.await.expect_err("a refusal");

    let after = metrics(&panel).await;
    let since = |series: &str| value(&after, series) - value(&before, series);
    let login = "berth_panel_requests_total{route=\"/login\",status=\"200\"}";
    assert!(value(&after, login) >= 2.0);
    let page =
        "berth_panel_request_duration_seconds_count{route=\"/subscriptions/{domain}/ftp/{name}\"}";
    assert!(value(&after, page) >= 1.0);
    assert!(since("berth_panel_requests_total{route=\"other\",status=\"404\"}") >= 1.0);
    assert!(since("berth_ftp_sign_in_refusals_total{reason=\"unknown_name\"}") >= 1.0);
    assert!(since("berth_database_statement_duration_seconds_count{role=\"reader\"}") >= 1.0);
    assert!(since("berth_database_transactions_total{outcome=\"committed\"}") >= 1.0);
    assert!(value(&after, "berth_http_connections{listener=\"metrics\"}") >= 1.0);
    assert!(value(&after, "process_open_fds") >= 1.0);
    for hidden in [
        "example",
        "marie",
        "paul",
        "secret",
        "no-such-page",
        "127.0.0.1",
    ] {
        assert!(!after.contains(hidden), "{hidden}");
    }
}
