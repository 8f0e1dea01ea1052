//! Each webspace: there, where it may be, and usable by this user.

use std::sync::Arc;

use model::{FieldError, WebspaceRoot};
use services::store::InspectedWebspace;
use services::{WebspaceExaminer, WebspaceState};

use super::within::within_timeout;
use super::{Check, Examination};

const NAME: &str = "webspaces";
/// Webspaces with something to do that are told one by one.
const MAX_TOLD: usize = 50;
/// Webspaces that do not answer, after which no other is looked at.
const MAX_HANGING: u32 = 3;

pub(super) async fn check(
    examination: &Examination<'_>,
    webspaces: Vec<InspectedWebspace>,
) -> Vec<Check> {
    let texts = examination.cli.doctor;
    let config = examination.config;
    if webspaces.is_empty() {
        return vec![Check::ok(NAME, texts.webspaces_none.to_owned())];
    }
    let mut places =
        config
            .storage
            .webspace_places(&config.tls, &config.http.site, &config.transfer_log);
    places.own_files.extend(examination.settings_file.clone());
    let allowed = config.storage.system_users.clone();
    let examiner = Arc::new(WebspaceExaminer::new(
        &config.storage.data_dir,
        places,
        allowed,
    ));
    let (mut fine, mut to_do) = (0_u64, Vec::new());
    let mut hanging = 0;
    for webspace in webspaces {
        let (domain, folder) = (&webspace.domain, &webspace.root);
        let Ok(root) = WebspaceRoot::parse(folder) else {
            to_do.push(Check::problem(
                NAME,
                (texts.webspace_invalid)(domain, folder),
            ));
            continue;
        };
        let (examiner, hosting) = (Arc::clone(&examiner), webspace.hosting.clone());
        match within_timeout(move || examiner.examine(&root, &hosting)).await {
            None => {
                to_do.push(Check::problem(NAME, (texts.no_answer)(folder)));
                hanging += 1;
                // Those that are left may well hang, too: each would be waited for.
                if hanging == MAX_HANGING {
                    break;
                }
            }
            Some(state) => match told(examination, domain, folder, state) {
                None => fine += 1,
                Some(check) => to_do.push(check),
            },
        }
    }
    let more = to_do.len().saturating_sub(MAX_TOLD);
    to_do.truncate(MAX_TOLD);
    if more > 0 {
        to_do.push(Check::warning(
            NAME,
            (texts.webspaces_more)(&more.to_string()),
        ));
    }
    if fine > 0 {
        let fine = (examination.panel.number)(fine);
        to_do.insert(0, Check::ok(NAME, (texts.webspaces_ok)(&fine)));
    }
    to_do
}

/// What is to be done about a webspace; nothing if it is fine.
fn told(
    examination: &Examination<'_>,
    domain: &str,
    root: &str,
    state: WebspaceState,
) -> Option<Check> {
    let texts = examination.cli.doctor;
    let problem = |message| Some(Check::problem(NAME, message));
    match state {
        WebspaceState::Fine => None,
        WebspaceState::Missing => problem((texts.webspace_missing)(domain, root)),
        WebspaceState::NotAFolder => problem((texts.webspace_no_folder)(domain, root)),
        WebspaceState::Unreachable(error) => problem((texts.webspace_unreachable)(
            domain,
            root,
            &error.to_string(),
        )),
        WebspaceState::NotWritable => problem((texts.webspace_not_writable)(domain, root)),
        WebspaceState::ReachesOwn => problem((texts.webspace_own)(domain, root)),
        WebspaceState::SystemUser(reason) => {
            let reason = (examination.panel.field_error)(FieldError::SystemUser(reason));
            problem((texts.webspace_system_user)(domain, &reason))
        }
        WebspaceState::OutsideBases => {
            Some(Check::warning(NAME, (texts.webspace_outside)(domain, root)))
        }
    }
}
