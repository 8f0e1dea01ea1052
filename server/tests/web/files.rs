//! The site's files.

use reqwest::header::{ACCEPT_ENCODING, IF_NONE_MATCH};

use crate::support::Panel;

const SCRIPT: &str = "/pkg/0123456789abcdef/berth.js";
const WASM: &str = "/pkg/0123456789abcdef/berth_bg.wasm";
const STYLESHEET: &str = "/pkg/0123456789abcdef/berth.css";
const MANIFEST: &str = "/pkg/0123456789abcdef/__wasm_split_manifest.json";

#[tokio::test]
async fn files_have_their_types() {
    let panel = Panel::start().await;
    let browser = panel.browser();
    for (path, kind) in [
        (SCRIPT, "text/javascript; charset=utf-8"),
        (WASM, "application/wasm"),
        (STYLESHEET, "text/css; charset=utf-8"),
        (MANIFEST, "application/json"),
        ("/favicon.svg", "image/svg+xml"),
    ] {
        let answer = browser.send(browser.get(path)).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("content-type"), kind, "{path}");
    }
}

#[tokio::test]
async fn a_page_names_the_newest_build_s_files() {
    let panel = Panel::start().await;
    let page = panel.browser().open("/login").await;
    assert_eq!(page.status, 200);
    for path in [SCRIPT, WASM, STYLESHEET] {
        assert!(page.text.contains(path), "{path} in {page:?}");
    }
    // Nothing that belongs to no build, and no stream that a release does not have.
    assert_eq!(page.text.matches("/pkg/").count(), 3, "{page:?}");
    assert!(!page.text.contains("EventSource"), "{page:?}");
    assert_eq!(panel.browser().open("/reload").await.status, 404);
}

#[tokio::test]
async fn a_build_s_file_is_kept_for_ever() {
    let panel = Panel::start().await;
    let browser = panel.browser();
    for (path, keep) in [
        (SCRIPT, "public, max-age=31536000, immutable"),
        (WASM, "public, max-age=31536000, immutable"),
        (STYLESHEET, "public, max-age=31536000, immutable"),
        ("/favicon.svg", "public, max-age=3600"),
    ] {
        let answer = browser.send(browser.get(path)).await;
        assert_eq!(answer.header("cache-control"), keep, "{path}");
        let again = browser
            .get(path)
            .header(IF_NONE_MATCH, answer.header("etag"));
        assert_eq!(browser.send(again).await.status, 304, "{path}");
    }
}

#[tokio::test]
async fn what_is_in_no_build_is_not_served_as_if_it_were() {
    let panel = Panel::start().await;
    let browser = panel.browser();
    for path in [
        "/pkg/current",
        "/pkg/berth.js",
        "/pkg/0123456789abcdef",
        "/pkg/0123456789abcdef/",
        "/pkg/0123456789abcdef/no-such-file.js",
        "/pkg/fedcba9876543210/berth.js",
    ] {
        let answer = browser.send(browser.get(path)).await;
        assert_eq!(answer.status, 404, "{path}: {answer:?}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
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
        "/pkg/0123456789abcdef/%2e%2e/%2e%2e/%2e%2e/outside.txt",
        "/pkg/..%2f..%2foutside.txt",
        "/pkg/0123456789abcdef/..%2f..%2f..%2foutside.txt",
        "/pkg/0123456789abcdef/%2e%2e/current",
        "/%2e%2e/data/berth.sqlite",
        "/pkg/0123456789abcdef/%00",
        "/pkg/%00",
        "/pkg",
    ] {
        let answer = browser.send(browser.get(path)).await;
        assert_eq!(answer.status, 404, "{path}: {answer:?}");
        assert_ne!(answer.text, "outside", "{path}");
    }
}
