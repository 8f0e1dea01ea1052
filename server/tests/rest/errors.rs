//! What every operation does alike: who calls, errors, queries, bodies, rate limits.

use serde_json::json;

use crate::support::{PASSWORD, Server, problem, send, with_json};

const PAUL: &str = "/subscriptions/example.com/ftp-accounts/paul";

#[tokio::test]
async fn only_a_token_opens_the_api() {
    let server = Server::start().await;
    let nobody = server.nobody();
    let answer = nobody.get(PAUL).await;
    assert_eq!(answer.problem(), problem(401, "token_missing"));
    assert_eq!(answer.header("www-authenticate"), "Bearer realm=\"Berth\"");
    let mut wrong = nobody.clone();
    wrong.token = Some("berth_nothing".to_owned());
    let answer = wrong.get(PAUL).await;
    assert_eq!(answer.problem(), problem(401, "token_invalid"));
    let challenge = answer.header("www-authenticate");
    assert_eq!(challenge, "Bearer realm=\"Berth\", error=\"invalid_token\"");
    assert_eq!(server.marie().await.get(PAUL).await.status, 200);
}

#[tokio::test]
async fn a_session_of_the_panel_opens_nothing_here() {
    let server = Server::start().await;
    let client = reqwest::Client::new();
    let sign_in = client
        .post(format!("{}/api/sign_in", server.address))
        .header("origin", &server.address)
        .header("accept", "application/json")
        .header("content-type", "application/x-www-form-urlencoded")
        .body("login=marie&password=plume-Onyx-83-galet");
    let cookie = send(sign_in).await.header("set-cookie").to_owned();
    assert!(cookie.contains("berth"), "{cookie}");
    let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
    let request = server
        .nobody()
        .request("GET", PAUL)
        .header("cookie", cookie);
    assert_eq!(send(request).await.problem(), problem(401, "token_missing"));
}

#[tokio::test]
async fn what_there_is_not_is_a_problem_too() {
    let server = Server::start().await;
    let marie = server.marie().await;
    for (method, path, expected) in [
        ("GET", "/nothing", problem(404, "no_such_path")),
        ("GET", "", problem(404, "no_such_path")),
        (
            "GET",
            "/subscriptions/example.com/ftp-accounts/nobody",
            problem(404, "not_found"),
        ),
        (
            "GET",
            "/subscriptions/example.com/ftp-accounts/ROOT!",
            problem(404, "not_found"),
        ),
        (
            "GET",
            "/subscriptions/other.example/ftp-accounts/other",
            problem(404, "not_found"),
        ),
        (
            "GET",
            "/subscriptions/../ftp-accounts",
            problem(404, "no_such_path"),
        ),
        ("PUT", PAUL, problem(405, "method_not_allowed")),
        ("GET", &format!("{PAUL}?x=1"), problem(400, "invalid_query")),
        (
            "GET",
            "/subscriptions/example.com/ftp-accounts?enable=true",
            problem(400, "invalid_query"),
        ),
        (
            "GET",
            "/subscriptions/example.com/ftp-accounts?enabled=maybe",
            problem(400, "invalid_query"),
        ),
        (
            "GET",
            "/subscriptions/example.com/ftp-accounts?sort=size",
            problem(400, "invalid_query"),
        ),
        (
            "GET",
            "/subscriptions/example.com/ftp-accounts?limit=501",
            problem(400, "invalid_query"),
        ),
        (
            "GET",
            "/subscriptions/example.com/ftp-accounts?cursor=x",
            problem(400, "invalid_cursor"),
        ),
    ] {
        let answer = send(marie.request(method, path)).await;
        assert_eq!(answer.problem(), expected, "{method} {path}: {answer:?}");
    }
    let answer = send(marie.request("PUT", PAUL)).await;
    assert_eq!(answer.header("allow"), "GET,HEAD,PATCH,DELETE");
    assert_eq!(server.nobody().get("/nothing").await.status, 404);
}

/// Also where other things are looked at before an operation is found, and where its parameters name nothing.
#[tokio::test]
async fn a_method_that_a_path_does_not_have_is_told_as_such_everywhere() {
    let server = Server::start().await;
    let marie = server.marie().await;
    let description = server.nobody().get("/openapi.json").await.json();
    let paths = description["paths"].as_object().expect("paths");
    for path in paths.keys() {
        let path: String = path
            .replace("{domain}", "nowhere.example")
            .replace(['{', '}'], "");
        let answer = send(marie.request("TRACE", &path)).await;
        let expected = problem(405, "method_not_allowed");
        assert_eq!(answer.problem(), expected, "{path}: {answer:?}");
    }
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_told_apart() {
    let server = Server::start().await;
    let marie = server.marie().await;
    let accounts = "/subscriptions/example.com/ftp-accounts";
    let post = |kind: &'static str, body: String| {
        let request = marie.request("POST", accounts).header("content-type", kind);
        send(request.body(body))
    };
    let json = "application/json";
    let account = json!({
        "name": "lou", "home_directory": "/lou", "settings": { "quota": 1 },
        "credential": { "type": "generated_password" },
    });
    for (kind, body, expected) in [
        (
            "text/plain",
            "{}".to_owned(),
            problem(415, "unsupported_media_type"),
        ),
        (json, "{".to_owned(), problem(400, "malformed_json")),
        (json, "[]".to_owned(), problem(422, "invalid_body")),
        (json, account.to_string(), problem(422, "invalid_body")),
        (json, " ".repeat(65_537), problem(413, "body_too_large")),
    ] {
        let answer = post(kind, body).await;
        assert_eq!(answer.problem(), expected, "{answer:?}");
    }
    let unknown = post(json, account.to_string()).await;
    assert_eq!(
        unknown.field_errors(),
        [("settings.quota".to_owned(), "invalid_value".to_owned())]
    );
    let reason = unknown.json()["reason"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    assert!(reason.contains("unknown field `quota`"), "{reason}");
}

#[tokio::test]
async fn fields_that_break_a_rule_are_named_all_at_once_in_the_caller_s_language() {
    let server = Server::start().await;
    let marie = server.marie().await;
    let body = json!({
        "name": "root",
        "home_directory": "site",
        "credential": { "type": "password", "password": "short" },
        "settings": { "max_sessions": 0, "allowed_addresses": ["nowhere"] },
    });
    let accounts = "/subscriptions/example.com/ftp-accounts";
    let request = with_json(marie.request("POST", accounts), &body);
    let answer = send(request.header("accept-language", "fr")).await;
    assert_eq!(answer.problem(), problem(422, "invalid"));
    let expected = [
        ("name", "reserved"),
        ("home_directory", "not_from_root"),
        ("password", "too_short"),
        ("settings.allowed_addresses", "not_an_address"),
        ("settings.max_sessions", "number_out_of_range"),
    ];
    let expected = expected.map(|(field, code)| (field.to_owned(), code.to_owned()));
    assert_eq!(answer.field_errors(), expected);
    assert_eq!(answer.header("content-language"), "fr");
    let french = answer.json();
    assert_eq!(french["title"], "Unprocessable Content");
    assert_eq!(french["type"], "about:blank");
    assert_eq!(french["status"], 422);
    let english = marie.post(accounts, &body).await;
    assert_eq!(english.header("content-language"), "en");
    assert_ne!(english.json()["detail"], french["detail"]);
    assert_ne!(
        english.json()["errors"][0]["detail"],
        french["errors"][0]["detail"]
    );
    assert!(!english.text.contains(PASSWORD));
    // Without a word of the request, the language is that of whose token it is.
    server
        .sql("UPDATE panel_user SET locale = 'fr' WHERE login = 'marie'")
        .await;
    let own = marie.post(accounts, &body).await;
    assert_eq!(own.json()["detail"], french["detail"]);
}

#[tokio::test]
async fn every_answer_tells_how_much_more_the_token_may_do() {
    let server = Server::start().await;
    let marie = server.marie().await;
    let remaining = |answer: &crate::support::Answer| {
        assert_eq!(answer.header("ratelimit-policy"), "\"token\";q=300;w=10");
        let limit = answer.header("ratelimit");
        let number = limit
            .strip_prefix("\"token\";r=")
            .and_then(|rest| rest.split(';').next());
        number
            .and_then(|number| number.parse::<u32>().ok())
            .unwrap_or_else(|| unreachable!("{limit}"))
    };
    assert!(remaining(&marie.get(PAUL).await) < 300);
    assert!(remaining(&marie.get(&format!("{PAUL}x")).await) < 300);
    let mut refused = None;
    for _ in 0..20 {
        let burst = futures_util::future::join_all((0..50).map(|_| marie.get(PAUL))).await;
        refused = burst.into_iter().find(|answer| answer.status == 429);
        if refused.is_some() {
            break;
        }
    }
    let refused = refused.expect("one too many");
    assert_eq!(refused.problem(), problem(429, "too_many_requests"));
    assert_eq!(refused.header("retry-after"), "1");
}
