//! The site's files.

use reqwest::header::{ACCEPT_ENCODING, IF_MODIFIED_SINCE};

use crate::support::Panel;

const SCRIPT: &str = "/pkg/berth.kPvO2eWQ1UwRnGZC1h0bLA.js";

#[tokio::test]
async fn files_have_their_types() {
    let panel = Panel::start().await;
    let browser = panel.browser();
    for (path, kind) in [
        (SCRIPT, "text/javascript"),
        ("/pkg/berth.wasm", "application/wasm"),
        ("/pkg/berth.css", "text/css"),
        ("/favicon.svg", "image/svg+xml"),
    ] {
        let answer = browser.send(browser.get(path)).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("content-type"), kind, "{path}");
    }
}

#[tokio::test]
async fn a_file_with_a_hash_in_its_name_is_kept_for_ever() {
    let panel = Panel::start().await;
    let browser = panel.browser();
    for (path, keep) in [
        (SCRIPT, "public, max-age=31536000, immutable"),
        ("/pkg/berth.css", "no-cache"),
        ("/favicon.svg", "public, max-age=3600"),
    ] {
        let answer = browser.send(browser.get(path)).await;
        assert_eq!(answer.header("cache-control"), keep, "{path}");
    }
    let css = browser.send(browser.get("/pkg/berth.css")).await;
    let again = browser
        .get("/pkg/berth.css")
        .header(IF_MODIFIED_SINCE, css.header("last-modified"));
    assert_eq!(browser.send(again).await.status, 304);
}

#[tokio::test]
async fn the_smallest_form_that_the_browser_takes_is_sent() {
    let panel = Panel::start().await;
    let browser = panel.browser();
    for (accepted, encoding, text) in [
        ("gzip, deflate, br, zstd", "br", "brotli"),
        ("gzip", "gzip", "gzip"),
        ("identity", "", "plain"),
    ] {
        let request = browser.get(SCRIPT).header(ACCEPT_ENCODING, accepted);
        let answer = browser.send(request).await;
        assert_eq!(answer.header("content-encoding"), encoding, "{accepted}");
        assert_eq!(answer.header("vary"), "accept-encoding", "{accepted}");
        assert_eq!(answer.text, text, "{accepted}");
    }
}

#[tokio::test]
async fn nothing_outside_the_site_is_served() {
    let panel = Panel::start().await;
    let browser = panel.browser();
    for path in [
        "/%2e%2e/outside.txt",
        "/..%2foutside.txt",
        "/pkg/%2e%2e/%2e%2e/outside.txt",
        "/pkg/..%2f..%2foutside.txt",
        "/%2e%2e/data/berth.sqlite",
        "/pkg/%00",
        "/pkg",
    ] {
        let answer = browser.send(browser.get(path)).await;
        assert_eq!(answer.status, 404, "{path}: {answer:?}");
        assert_ne!(answer.text, "outside", "{path}");
    }
}
