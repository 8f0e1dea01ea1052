//! Forms that were refused and that browsers had sent by themselves, without scripts: kept until the
//! page is drawn that says why, with what had been submitted.
//!
//! They are kept here and not in that page's address, which anybody can write, and which is too
//! short for long forms. The browser has a cookie with a random token, another one each time, under
//! which its forms wait: one for each page, so that a wrong password does not cost the form that one
//! signs in again for. A restart forgets them.

use std::collections::VecDeque;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use app::api::cookies::{
    REFUSED_FORM_COOKIE, REFUSED_FORM_MAX_AGE, cookie_value, expired_refused_form_cookie,
    refused_form_cookie,
};
use app::api::request_context::RequestContext;
use app::api::{ApiError, RefusedForm};
use axum::Extension;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use cookie::Cookie;
use data_encoding::BASE64URL_NOPAD;
use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderValue, Method};
use model::PanelUserId;
use services::own_network;

use super::client::Client;
use super::fetch_metadata::is_from_another_site;

/// Forms kept at once of people who are signed in, and as many again of all others: these cannot
/// displace those.
const MAX_FORMS: usize = 1_000;
/// Forms kept of one person, or of one network if nobody is signed in. The oldest goes.
const MAX_FORMS_PER_SENDER: usize = 8;
/// The longest form that is kept, in bytes. Of a longer one the error alone is; all fields at their
/// longest, twice because of an edit conflict, have three quarters of it.
const MAX_FORM_BYTES: usize = 24 * 1024;

/// Forms that wait for the page that says why they were refused.
#[derive(Default)]
pub(super) struct RefusedForms {
    kept: Mutex<Kept>,
}

/// By who sent them, the oldest first.
#[derive(Default)]
struct Kept {
    of_people: VecDeque<KeptForm>,
    of_networks: VecDeque<KeptForm>,
}

struct KeptForm {
    token: String,
    sender: Sender,
    /// The path of the page that it came from and goes back to.
    page: String,
    form: RefusedForm,
    kept_at: Instant,
}

/// Who sent a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sender {
    Person(PanelUserId),
    Network(IpAddr),
}

impl Sender {
    fn of(person: Option<PanelUserId>, address: IpAddr) -> Self {
        person.map_or_else(|| Self::Network(own_network(address)), Self::Person)
    }
}

impl RefusedForms {
    /// Keeps what the server function at the address `function` answered to a form, for the page
    /// at the path `page`, beside what waits for other pages under the token `former` of the same
    /// browser. Returns the cookie by which the browser has them back; none if the system has no
    /// randomness, and the page comes without the error then.
    pub(super) fn keep(
        &self,
        context: &RequestContext,
        former: Option<&str>,
        page: &str,
        function: &str,
        error: ApiError,
    ) -> Option<HeaderValue> {
        let mut form = RefusedForm::new(function, &error);
        if form.size() > MAX_FORM_BYTES {
            form = RefusedForm::new(function, &error.error.into());
        }
        let sender = Sender::of(person(context), context.origin.address);
        let token = self.insert(sender, former, page, form, Instant::now())?;
        header_value(&refused_form_cookie(&token, context.https))
    }

    fn insert(
        &self,
        sender: Sender,
        former: Option<&str>,
        page: &str,
        form: RefusedForm,
        now: Instant,
    ) -> Option<String> {
        let mut token = [0; 32];
        getrandom::fill(&mut token).ok()?;
        let token = BASE64URL_NOPAD.encode(&token);
        let mut kept = self.lock();
        if let Some(former) = former {
            kept.remove(former, page);
            kept.rename(former, &token);
        }
        let forms = match sender {
            Sender::Person(_) => &mut kept.of_people,
            Sender::Network(_) => &mut kept.of_networks,
        };
        forms.retain(|form| !form.is_over(now));
        let own = forms.iter().filter(|form| form.sender == sender).count();
        if own >= MAX_FORMS_PER_SENDER {
            let oldest = forms.iter().position(|form| form.sender == sender);
            oldest.and_then(|oldest| forms.remove(oldest));
        } else if forms.len() >= MAX_FORMS {
            forms.pop_front();
        }
        forms.push_back(KeptForm {
            token: token.clone(),
            sender,
            page: page.to_owned(),
            form,
            kept_at: now,
        });
        Some(token)
    }

    /// The form that is kept under a token for the page at this path, as `person` opens it. What
    /// somebody who was signed in had sent is given to nobody else who signs in to the browser.
    fn find(
        &self,
        token: &str,
        page: &str,
        person: Option<PanelUserId>,
        now: Instant,
    ) -> Option<RefusedForm> {
        let kept = self.lock();
        let found = kept.under(token).find(|form| form.page == page)?;
        let is_theirs = match found.sender {
            Sender::Person(sender) => Some(sender) == person,
            Sender::Network(_) => true,
        };
        (is_theirs && !found.is_over(now)).then(|| found.form.clone())
    }

    /// Forgets what waits for a page. Returns whether anything waits for another page of the same
    /// browser.
    fn remove(&self, token: &str, page: &str) -> bool {
        let mut kept = self.lock();
        kept.remove(token, page);
        kept.under(token).next().is_some()
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        // Nothing panics while it holds the lock.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn under(&self, token: &str) -> impl Iterator<Item = &KeptForm> {
        let forms = self.of_people.iter().chain(&self.of_networks);
        forms.filter(move |form| form.token == token)
    }

    fn remove(&mut self, token: &str, page: &str) {
        for forms in [&mut self.of_people, &mut self.of_networks] {
            forms.retain(|form| form.token != token || form.page != page);
        }
    }

    fn rename(&mut self, former: &str, token: &str) {
        let forms = self.of_people.iter_mut().chain(&mut self.of_networks);
        for form in forms.filter(|form| form.token == former) {
            token.clone_into(&mut form.token);
        }
    }
}

impl KeptForm {
    fn is_over(&self, now: Instant) -> bool {
        now.duration_since(self.kept_at) > max_age()
    }
}

fn person(context: &RequestContext) -> Option<PanelUserId> {
    context.signed_in.as_ref()?.actor.panel_user_id()
}

fn max_age() -> Duration {
    REFUSED_FORM_MAX_AGE.unsigned_abs()
}

fn header_value(cookie: &Cookie<'_>) -> Option<HeaderValue> {
    HeaderValue::try_from(cookie.to_string()).ok()
}

/// The token under which forms of a browser wait.
pub(super) fn token_of(headers: &HeaderMap, https: bool) -> Option<String> {
    cookie_value(headers, REFUSED_FORM_COOKIE, https)
}

/// Middleware of the pages: gives a page the form that was refused there, once.
///
/// One that only leads elsewhere, such as to sign in first, leaves it where it is; so does one that
/// another site asks for.
pub(super) async fn deliver(
    State(forms): State<Arc<RefusedForms>>,
    Extension(client): Extension<Client>,
    Extension(context): Extension<RequestContext>,
    mut request: Request,
    next: Next,
) -> Response {
    let Some((token, form)) = waiting(&forms, &client, &context, &request) else {
        return next.run(request).await;
    };
    let page = request.uri().path().to_owned();
    request.extensions_mut().insert(form);
    let mut response = next.run(request).await;
    if response.status().is_redirection() {
        return response;
    }
    if !forms.remove(&token, &page)
        && let Some(cookie) = header_value(&expired_refused_form_cookie(context.https))
    {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

fn waiting(
    forms: &RefusedForms,
    client: &Client,
    context: &RequestContext,
    request: &Request,
) -> Option<(String, RefusedForm)> {
    let headers: &HeaderMap = request.headers();
    if request.method() != Method::GET || is_from_another_site(headers, client) {
        return None;
    }
    let token = token_of(headers, context.https)?;
    let page = request.uri().path();
    let form = forms.find(&token, page, person(context), Instant::now())?;
    Some((token, form))
}

#[cfg(test)]
mod tests {
    use model::AppError;

    use super::*;

    const PAGE: &str = "/subscriptions/new";

    fn form() -> RefusedForm {
        RefusedForm::new("/api/x", &AppError::Malformed.into())
    }

    fn anybody(number: u16) -> Sender {
        let [high, low] = number.to_be_bytes();
        Sender::of(None, [192, 0, high, low].into())
    }

    fn somebody(number: i64) -> Sender {
        Sender::of(Some(PanelUserId(number)), [192, 0, 2, 1].into())
    }

    const ONE: Option<PanelUserId> = Some(PanelUserId(1));

    fn keep(forms: &RefusedForms, sender: Sender) -> String {
        let token = forms.insert(sender, None, PAGE, form(), Instant::now());
        token.expect("randomness")
    }

    fn has(forms: &RefusedForms, token: &str) -> bool {
        forms.find(token, PAGE, ONE, Instant::now()).is_some()
    }

    #[test]
    fn a_form_is_found_by_its_token_on_its_page_for_a_while() {
        let forms = RefusedForms::default();
        let now = Instant::now();
        let token = forms
            .insert(somebody(1), None, PAGE, form(), now)
            .expect("a token");
        assert_eq!(forms.find(&token, PAGE, ONE, now), Some(form()));
        assert_eq!(forms.find(&token, PAGE, ONE, now + max_age()), Some(form()));
        let late = now + max_age() + Duration::from_millis(1);
        assert_eq!(forms.find(&token, PAGE, ONE, late), None);
        assert_eq!(forms.find(&token, "/account", ONE, now), None);
        assert_eq!(forms.find("", PAGE, ONE, now), None);
        for other in [None, Some(PanelUserId(2))] {
            assert_eq!(forms.find(&token, PAGE, other, now), None);
        }
        assert!(!forms.remove(&token, PAGE));
        assert_eq!(forms.find(&token, PAGE, ONE, now), None);
    }

    #[test]
    fn nobody_displaces_the_forms_of_others_by_sending_many() {
        let forms = RefusedForms::default();
        let (of_person, of_network) = (keep(&forms, somebody(1)), keep(&forms, anybody(1)));
        let mut last = String::new();
        for _ in 0..=MAX_FORMS {
            last = keep(&forms, somebody(2));
            keep(&forms, anybody(2));
        }
        assert!(has(&forms, &of_person) && has(&forms, &of_network));
        let two = Some(PanelUserId(2));
        assert!(forms.find(&last, PAGE, two, Instant::now()).is_some());
        assert_eq!(forms.lock().of_people.len(), 1 + MAX_FORMS_PER_SENDER);

        // Nor many strangers those of somebody who is signed in.
        for number in 0..=MAX_FORMS {
            keep(&forms, anybody(number.try_into().expect("few")));
        }
        assert!(has(&forms, &of_person));
        assert_eq!(forms.lock().of_networks.len(), MAX_FORMS);
    }

    #[test]
    fn what_is_over_is_not_kept() {
        let forms = RefusedForms::default();
        let now = Instant::now();
        forms
            .insert(somebody(1), None, PAGE, form(), now)
            .expect("a token");
        let late = now + max_age() + Duration::from_millis(1);
        forms
            .insert(somebody(2), None, PAGE, form(), late)
            .expect("a token");
        assert_eq!(forms.lock().of_people.len(), 1);
    }

    #[test]
    fn one_form_waits_for_each_page_of_a_browser_under_its_last_token() {
        let forms = RefusedForms::default();
        let now = Instant::now();
        let first = keep(&forms, anybody(1));
        let login = "/login";
        let insert = |former: &str, page| {
            let token = forms.insert(anybody(2), Some(former), page, form(), now);
            token.expect("randomness")
        };
        let second = insert(&first, login);
        let third = insert(&second, login);
        for former in [&first, &second] {
            assert!(!has(&forms, former));
            assert_eq!(forms.find(former, login, None, now), None);
        }
        assert_eq!(forms.lock().of_networks.len(), 2);
        assert!(forms.remove(&third, login), "the other page's waits");
        assert!(has(&forms, &third));
        assert!(!forms.remove(&third, PAGE));
    }
}
