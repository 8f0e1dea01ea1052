//! A browser, as far as the panel can tell.

use reqwest::header::{ACCEPT, CONTENT_TYPE, COOKIE, LOCATION, ORIGIN, REFERER, SET_COOKIE};
use reqwest::{Client, RequestBuilder};

const FORM: &str = "application/x-www-form-urlencoded";

/// A browser. It follows no redirect by itself.
pub(crate) struct Browser {
    client: Client,
    address: String,
    /// The cookies to send, as one header.
    pub(crate) cookies: String,
    /// Other headers to send with each request.
    pub(crate) headers: Vec<(&'static str, String)>,
}

/// What the panel answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    /// A header's value, empty if it is missing.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// Where the browser is sent, empty if nowhere.
    pub(crate) fn location(&self) -> &str {
        self.header(LOCATION.as_str())
    }

    /// The cookies that are set, as they are written.
    pub(crate) fn set_cookies(&self) -> Vec<&str> {
        self.headers
            .get_all(SET_COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .collect()
    }
}

impl Browser {
    pub(super) fn new(address: &str) -> Self {
        Self {
            client: Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .no_proxy()
                .build()
                .expect("a client"),
            address: address.to_owned(),
            cookies: String::new(),
            headers: Vec::new(),
        }
    }

    /// Opens a page.
    pub(crate) async fn open(&self, path: &str) -> Answer {
        let request = self.get(path).header(ACCEPT, "text/html");
        self.send(request).await
    }

    /// Goes where an answer leads, with the cookies that it sets for the page that follows. They are
    /// not kept.
    pub(crate) async fn follow(&self, answer: &Answer) -> Answer {
        let mut request = self.get(answer.location()).header(ACCEPT, "text/html");
        for cookie in answer.set_cookies() {
            request = request.header(COOKIE, cookie.split(';').next().unwrap_or_default());
        }
        self.send(request).await
    }

    /// Opens a stream of events, and answers with its beginning alone.
    pub(crate) async fn open_stream(&self, path: &str) -> Answer {
        let request = self.get(path).header(ACCEPT, "text/event-stream");
        let response = self.start(request).await;
        Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            text: String::new(),
        }
    }

    /// A GET request, to be added to.
    pub(crate) fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(self.url(path))
    }

    /// A POST request as the panel's WebAssembly sends it, to be added to.
    pub(crate) fn post(&self, path: &str, body: String) -> RequestBuilder {
        self.client
            .post(self.url(path))
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, FORM)
            .body(body)
    }

    /// A POST request of a form, to be added to.
    pub(crate) fn form_post(&self, path: &str, body: String) -> RequestBuilder {
        let request = self.client.post(self.url(path));
        request.header(CONTENT_TYPE, FORM).body(body)
    }

    /// Calls a server function as the panel's WebAssembly does.
    pub(crate) async fn call(&self, function: &str, arguments: &[(&str, &str)]) -> Answer {
        let request = self
            .post(&format!("/api/{function}"), form(arguments))
            .header("sec-fetch-site", "same-origin");
        self.send(request).await
    }

    /// Reads from a server function as the panel's WebAssembly does.
    pub(crate) async fn read(&self, function: &str, arguments: &[(&str, &str)]) -> Answer {
        let request = self
            .get(&format!("/api/{function}?{}", form(arguments)))
            .header(ACCEPT, "application/json");
        self.send(request).await
    }

    /// Sends a form of the page at `page`, as a browser without scripts does over plain HTTP.
    pub(crate) async fn submit(
        &self,
        page: &str,
        function: &str,
        fields: &[(&str, &str)],
    ) -> Answer {
        let request = self
            .client
            .post(self.url(&format!("/api/{function}")))
            .header(ACCEPT, "text/html,application/xhtml+xml,*/*;q=0.8")
            .header(CONTENT_TYPE, FORM)
            .header(ORIGIN, &self.address)
            .header(REFERER, self.url(page))
            .body(form(fields));
        self.send(request).await
    }

    /// As [`Browser::submit`], of a page that keeps its address to itself (`no-referrer`).
    pub(crate) async fn submit_privately(&self, function: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self
            .client
            .post(self.url(&format!("/api/{function}")))
            .header(ACCEPT, "text/html,application/xhtml+xml,*/*;q=0.8")
            .header(CONTENT_TYPE, FORM)
            .header(ORIGIN, "null")
            .body(form(fields));
        self.send(request).await
    }

    /// Signs in and keeps the cookie.
    pub(crate) async fn sign_in(&mut self, login: &str, password: &str) -> Answer {
        let answer = self
            .call("sign_in", &[("login", login), ("password", password)])
            .await;
        self.keep_cookies(&answer);
        answer
    }

    /// Keeps the cookies that an answer sets.
    pub(crate) fn keep_cookies(&mut self, answer: &Answer) {
        let name = |pair: &str| pair.split('=').next().map(ToOwned::to_owned);
        let mut pairs: Vec<&str> = self.cookies.split("; ").collect();
        for cookie in answer.set_cookies() {
            let pair = cookie.split(';').next().expect("a pair");
            pairs.retain(|kept| !kept.is_empty() && name(kept) != name(pair));
            if !cookie.contains("Max-Age=0") {
                pairs.push(pair);
            }
        }
        self.cookies = pairs.join("; ");
    }

    /// The session's token, as the cookie carries it.
    pub(crate) fn token(&self) -> &str {
        self.cookie("berth-session")
    }

    /// The value of a cookie, with or without `__Host-` before its name; empty if it is missing.
    pub(crate) fn cookie(&self, name: &str) -> &str {
        self.cookies
            .split("; ")
            .filter_map(|pair| pair.split_once('='))
            .find(|(kept, _)| kept.strip_prefix("__Host-").unwrap_or(kept) == name)
            .map(|(_, value)| value)
            .unwrap_or_default()
    }

    /// Sends a request with this browser's cookies and headers.
    pub(crate) async fn send(&self, request: RequestBuilder) -> Answer {
        let response = self.start(request).await;
        Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            text: response.text().await.expect("a text"),
        }
    }

    async fn start(&self, mut request: RequestBuilder) -> reqwest::Response {
        if !self.cookies.is_empty() {
            request = request.header(COOKIE, &self.cookies);
        }
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        request.send().await.expect("an answer")
    }

    /// The whole address of a path, or the address itself if it is whole.
    fn url(&self, path: &str) -> String {
        if path.starts_with('/') {
            format!("{}{path}", self.address)
        } else {
            path.to_owned()
        }
    }
}

/// Fields, as a form's body or an address's query carries them.
pub(crate) fn form(fields: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = fields
        .iter()
        .map(|(key, value)| format!("{}={}", encoded(key), encoded(value)))
        .collect();
    pairs.join("&")
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        })
        .collect()
}
