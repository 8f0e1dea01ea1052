//! Whom the files of a subscription belong to. With users of the system only as root, for numbers
//! that no other program has; otherwise a test says that it is left out.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::Path;

use model::{
    Actor, AppError, EditedSettings, Field, FieldError, FolderTrouble, HomePreview,
    HostingSettings, Purge, PurgedFiles, Role, SystemUserError, TrashReceipt, Umask,
};
use services::{AllowedSystemUsers, FtpSignInError, Services, ServicesConfig};

use crate::accounts_over_ftp::Control;
use crate::command_line::{Running, berth};
use crate::support::{
    Installation, PASSWORD, address, at, domain, home, name, new_account, webspace_root,
};

const ACTOR: Actor = Actor::CommandLine;
const EXAMPLE: &str = "example.com";
/// Users that no system has an entry for.
const SITE: u32 = 61001;
const OTHER: u32 = 61002;
const SERVER: u32 = 61090;

fn is_left_out() -> bool {
    let is_root = rustix::process::geteuid().is_root();
    if !is_root {
        eprintln!("left out: only root can act as other users");
    }
    !is_root
}

fn hosting(system_user: &str, umask: &str) -> HostingSettings {
    HostingSettings {
        system_user: Some(system_user.parse().unwrap()),
        umask: umask.parse().unwrap(),
    }
}

fn owned(path: &Path) -> (u32, u32, u32) {
    let found = fs::symlink_metadata(path).unwrap();
    (found.uid(), found.gid(), found.mode() & 0o7777)
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// Something of another user, in the webspace.
fn put_of_other(path: &Path, mode: u32) {
    fs::write(path, "theirs").unwrap();
    set_mode(path, mode);
    chown(path, Some(OTHER), Some(OTHER)).unwrap();
}

/// With the subscription `example.com` of the site's user, whose folder others may get to.
async fn installation() -> Installation {
    let installation = Installation::new().await;
    set_mode(&installation.path(""), 0o711);
    installation.add_user("marie", Role::Customer).await;
    let mut new = installation.new_subscription(EXAMPLE, "marie", "example");
    new.hosting = hosting(&SITE.to_string(), "027");
    installation
        .services
        .subscriptions
        .add(&ACTOR, new)
        .await
        .unwrap();
    installation
}

async fn change(
    installation: &Installation,
    actor: &Actor,
    version: i64,
    settings: HostingSettings,
) -> Result<(), AppError> {
    let hosting = &installation.services.hosting;
    let example = domain(EXAMPLE);
    let changed = hosting.change(actor, &example, version, settings);
    changed.await.map(drop)
}

#[tokio::test]
async fn what_the_panel_does_is_done_as_the_sites_user() {
    if is_left_out() {
        return;
    }
    let installation = installation().await;
    let webspace = installation.webspace(EXAMPLE);
    assert_eq!(owned(&webspace), (SITE, SITE, 0o750));
    installation.add_account("shop", "/sites/shop").await;
    let webspaces = &installation.services.webspaces;
    let example = domain(EXAMPLE);
    webspaces
        .make_folder(&ACTOR, &example, home("/made"))
        .await
        .unwrap();
    for path in ["sites", "sites/shop", "made"] {
        assert_eq!(owned(&webspace.join(path)), (SITE, SITE, 0o750), "{path}");
    }

    // What is another's is refused by the kernel, whatever root could do.
    let denied = FieldError::Folder(FolderTrouble::PermissionDenied);
    let theirs = webspace.join("theirs");
    fs::create_dir(&theirs).unwrap();
    put_of_other(&theirs.join("secret"), 0o600);
    chown(&theirs, Some(OTHER), Some(OTHER)).unwrap();
    set_mode(&theirs, 0o700);
    let list = webspaces
        .list_folders(&ACTOR, &example, home("/"))
        .await
        .unwrap();
    let row = list
        .folders
        .iter()
        .find(|row| row.name == "theirs")
        .unwrap();
    assert_eq!(row.place, Err(denied));
    let inside = webspaces
        .list_folders(&ACTOR, &example, home("/theirs"))
        .await;
    assert_eq!(inside.err(), Some(at(Field::HomeDirectory, denied)));
    let made = webspaces
        .make_folder(&ACTOR, &example, home("/theirs/new"))
        .await;
    assert_eq!(made, Err(at(Field::HomeDirectory, denied)));
    let preview = webspaces
        .preview_home(&ACTOR, &example, home("/theirs"))
        .await;
    assert_eq!(preview, Ok(HomePreview::Refused(denied)));
    set_mode(&theirs, 0o755);
    let preview = webspaces
        .preview_home(&ACTOR, &example, home("/theirs"))
        .await;
    let Ok(HomePreview::There { barred, .. }) = preview else {
        panic!("{preview:?}")
    };
    assert_eq!(barred, Some(denied));
    let refused = installation
        .services
        .ftp_accounts
        .add(&ACTOR, &example, new_account("fresh", "/theirs/new"))
        .await;
    assert_eq!(refused.err(), Some(at(Field::HomeDirectory, denied)));
    assert_eq!(fs::read_dir(&theirs).unwrap().count(), 1);
}

#[tokio::test]
async fn what_another_user_has_in_a_home_is_not_purged() {
    if is_left_out() {
        return;
    }
    let installation = installation().await;
    let shop = installation.webspace(EXAMPLE).join("shop");
    installation.add_account("shop", "/shop").await;
    put_of_other(&shop.join("in own folder"), 0o600);
    let theirs = shop.join("theirs");
    fs::create_dir(&theirs).unwrap();
    put_of_other(&theirs.join("secret"), 0o600);
    chown(&theirs, Some(OTHER), Some(OTHER)).unwrap();
    installation
        .services
        .ftp_accounts
        .remove(&ACTOR, &domain(EXAMPLE), &[name("shop")])
        .await
        .unwrap();
    let trash = &installation.services.trash;
    let (example, shop) = (domain(EXAMPLE), name("shop"));
    let purge = trash.purge(&ACTOR, &example, &shop, Purge::WithFiles("shop"));
    let operation = purge.await.unwrap();
    let receipt = trash.view_receipt(&ACTOR, &operation).await.unwrap();
    let TrashReceipt::Purged {
        files: PurgedFiles::Removed(removed),
        ..
    } = receipt
    else {
        panic!("{receipt:?}")
    };
    // Who has a folder may remove what is in it; who has not, nothing.
    assert_eq!((removed.files, removed.failures), (1, 1));
    assert_eq!(fs::read_to_string(theirs.join("secret")).unwrap(), "theirs");
}

#[tokio::test]
async fn only_users_that_the_settings_allow_and_that_berth_may_become() {
    let installation = Installation::configured(|config| {
        config.system_users = "61001-61010".parse().unwrap();
    })
    .await;
    set_mode(&installation.path(""), 0o711);
    installation.add_user("marie", Role::Customer).await;
    let users: &[(&str, SystemUserError)] = match rustix::process::geteuid().is_root() {
        true => &[
            ("61011", SystemUserError::NotAllowed),
            ("61001:61011", SystemUserError::GroupNotAllowed),
            ("no-such-user", SystemUserError::NoSuchUser),
            ("61001:no-such-group", SystemUserError::NoSuchGroup),
        ],
        // Who is not root may become nobody.
        false => &[("61001", SystemUserError::NoPermission)],
    };
    for (user, why) in users {
        let mut new = installation.new_subscription(EXAMPLE, "marie", "example");
        new.hosting = hosting(user, "022");
        let added = installation.services.subscriptions.add(&ACTOR, new).await;
        assert_eq!(added.err(), Some(at(Field::SystemUser, *why)), "{user}");
        assert!(!installation.path("webspaces").exists(), "{user}");
    }
    installation
        .add_subscription(EXAMPLE, "marie", "example")
        .await;
    for (user, why) in users {
        let changed = change(&installation, &ACTOR, 0, hosting(user, "022")).await;
        assert_eq!(changed, Err(at(Field::SystemUser, *why)), "{user}");
    }
    // A folder that the user cannot get to.
    if !is_left_out() {
        let closed = installation.path("closed");
        fs::create_dir(&closed).unwrap();
        set_mode(&closed, 0o700);
        let mut new = installation.new_subscription("closed.test", "marie", "closed");
        new.webspace_root = Some(webspace_root(&closed.join("site")));
        new.hosting = hosting("61001", "022");
        let added = installation.services.subscriptions.add(&ACTOR, new).await;
        let refused = at(Field::WebspaceRoot, FieldError::SystemUserDenied);
        assert_eq!(added.err(), Some(refused));
        assert_eq!(fs::read_dir(&closed).unwrap().count(), 0);
        // One that is there, and somebody else's.
        let theirs = installation.path("theirs");
        fs::create_dir(&theirs).unwrap();
        set_mode(&theirs, 0o700);
        let mut new = installation.new_subscription("theirs.test", "marie", "theirs");
        new.webspace_root = Some(webspace_root(&theirs));
        new.hosting = hosting("61001", "022");
        let added = installation.services.subscriptions.add(&ACTOR, new).await;
        assert_eq!(
            added.err(),
            Some(at(Field::WebspaceRoot, FieldError::SystemUserDenied))
        );
    }
}

#[tokio::test]
async fn a_change_is_the_administrators_and_ends_sessions() {
    if is_left_out() {
        return;
    }
    let installation = installation().await;
    let services = &installation.services;
    let example = domain(EXAMPLE);
    let version = async || {
        let account = services
            .ftp_accounts
            .sign_in("example", PASSWORD, address(), false);
        account.await.unwrap().version
    };
    let before = version().await;
    let other = hosting("61002:61001", "002");
    let (_, marie) = installation.sign_in("marie").await;
    let refused = change(&installation, &marie, 0, other.clone()).await;
    assert_eq!(refused, Err(AppError::NotPermitted));
    assert_eq!(
        services.hosting.view(&marie, &example).await.err(),
        Some(AppError::NotPermitted)
    );
    // The new user may not open what is the former one's, but that is no reason to refuse it.
    change(&installation, &ACTOR, 0, other.clone())
        .await
        .unwrap();
    assert_eq!(
        change(&installation, &ACTOR, 0, other.clone()).await,
        Err(AppError::SettingsEditConflict(EditedSettings::General))
    );
    let view = services.hosting.view(&ACTOR, &example).await.unwrap();
    assert_eq!((&view.settings, view.version), (&other, 1));
    let denied = FieldError::Folder(FolderTrouble::PermissionDenied);
    let new = new_account("fresh", "/new");
    let refused = services.ftp_accounts.add(&ACTOR, &example, new).await;
    assert_eq!(refused.err(), Some(at(Field::HomeDirectory, denied)));
    let webspace = installation.webspace(EXAMPLE);
    chown(&webspace, Some(OTHER), Some(SITE)).unwrap();
    assert_eq!(version().await, before + 1);
    installation.add_account("fresh", "/new").await;
    assert_eq!(owned(&webspace.join("new")), (OTHER, SITE, 0o775));
    // Back to Berth's own.
    change(&installation, &ACTOR, 1, HostingSettings::default())
        .await
        .unwrap();
    assert_eq!(version().await, before + 2);
    let audit = installation.audit_text().await;
    let row = r#"hosting.change (command line) example.com {"system_user":"61001","umask":"027"} {"system_user":"61002:61001","umask":"002"}"#;
    assert!(audit.contains(row), "{audit}");
}

#[tokio::test]
async fn files_of_a_user_that_berth_may_not_become_are_not_touched() {
    if is_left_out() {
        return;
    }
    let installation = installation().await;
    installation.add_account("paul", "/paul").await;
    // The settings allow that user no more.
    let restarted = |allowed: &str| {
        let (storage, allowed) = (
            installation.storage(),
            allowed.parse::<AllowedSystemUsers>(),
        );
        let allowed = allowed.unwrap();
        let bases = vec![installation.path("")];
        async move {
            let store = services::store::Store::open(&storage.database())
                .await
                .unwrap();
            let mut config = ServicesConfig::new(&storage.data_dir);
            (config.system_users, config.webspaces.bases) = (allowed, bases);
            Services::new(store, config)
        }
    };
    let services = restarted("www-data").await;
    let signed_in = services
        .ftp_accounts
        .sign_in("paul", PASSWORD, address(), false)
        .await;
    assert_eq!(signed_in.err(), Some(FtpSignInError::HomeUnavailable));
    let example = domain(EXAMPLE);
    let added = services
        .ftp_accounts
        .add(&ACTOR, &example, new_account("fresh", "/new"))
        .await;
    assert_eq!(added.err(), Some(AppError::SystemUserUnavailable));
    let list = services
        .webspaces
        .list_folders(&ACTOR, &example, home("/"))
        .await;
    assert_eq!(list.err(), Some(AppError::SystemUserUnavailable));
    assert!(!installation.webspace(EXAMPLE).join("new").exists());
    let services = restarted("1000-").await;
    let signed_in = services
        .ftp_accounts
        .sign_in("paul", PASSWORD, address(), false)
        .await;
    assert!(signed_in.is_ok());
}

/// The lines of a process's status that begin so (proc(5)).
fn status(process: u32, key: &str) -> String {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix(key)?.strip_prefix(':'));
    line.unwrap()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn a_server_that_drops_roots_rights_keeps_those_that_it_needs() {
    if is_left_out() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    set_mode(folder.path(), 0o711);
    let data = folder.path().join("data");
    fs::create_dir(&data).unwrap();
    chown(&data, Some(SERVER), Some(SERVER)).unwrap();
    let user = format!("{SERVER}:{SERVER}");
    let sites = folder.path().join("sites");
    fs::create_dir(&sites).unwrap();
    let run = |arguments: &[&str]| {
        let answer = berth(folder.path(), arguments, PASSWORD);
        assert_eq!(answer.code, 0, "{arguments:?}: {}", answer.err);
        answer.out
    };
    run(&[
        "user",
        "add",
        "marie",
        "--role=customer",
        "--password-stdin",
    ]);
    let add = [
        "subscription",
        "add",
        EXAMPLE,
        "--webspace-root=sites/example.com",
        "--owner=marie",
        "--main-account=main",
        "--password-stdin",
        "--system-user=61001",
        "--umask=027",
    ];
    run(&add);
    assert_eq!(owned(&sites.join(EXAMPLE)), (SITE, SITE, 0o750));
    let json = run(&["subscription", "list", "--json"]);
    assert!(
        json.contains(r#""system_user": "61001""#) && json.contains(r#""umask": "027""#),
        "{json}"
    );

    let running = Running::serve(folder.path(), &["--user", &user]);
    let ids = |id: u32| format!("{id} {id} {id} {id}");
    let process = running.process();
    assert_eq!(status(process, "Uid"), ids(SERVER));
    assert_eq!(status(process, "Gid"), ids(SERVER));
    // CAP_SETGID, CAP_SETUID and CAP_NET_BIND_SERVICE: bits 6, 7 and 10.
    for set in ["CapPrm", "CapEff", "CapBnd"] {
        assert_eq!(status(process, set), "00000000000004c0", "{set}");
    }
    for set in ["CapInh", "CapAmb"] {
        assert_eq!(status(process, set), "0000000000000000", "{set}");
    }
    assert_eq!(status(process, "NoNewPrivs"), "1");

    let mut main = Control::open(running.ftp);
    assert_eq!(main.sign_in("main", PASSWORD), 230);
    assert_eq!(main.send("MKD new"), 257);
    assert_eq!(owned(&sites.join("example.com/new")), (SITE, SITE, 0o750));
    put_of_other(&sites.join("example.com/new/theirs"), 0o600);
    assert_eq!(main.send("HASH new/theirs"), 550);
    assert_eq!(main.send("SITE CHMOD 666 new/theirs"), 550);
    // The credentials of a session are those of its sign-in.
    run(&["subscription", "set", EXAMPLE, "--system-user="]);
    assert_eq!(main.reply(), 421);
}

#[test]
fn commands_say_what_is_wrong_with_a_system_user() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let answer = berth(folder.path(), arguments, PASSWORD);
        (answer.code, answer.err)
    };
    assert_eq!(
        run(&[
            "user",
            "add",
            "marie",
            "--role=customer",
            "--password-stdin"
        ])
        .0,
        0
    );
    let add = [
        "subscription",
        "add",
        EXAMPLE,
        "--webspace-root=sites/x",
        "--owner=marie",
        "--main-account=main",
        "--password-stdin",
    ];
    for (option, said) in [
        ("--system-user=root", "root"),
        ("--system-user=a b", "anne:www-data"),
        ("--umask=999", "octal"),
    ] {
        let (code, err) = run(&[&add[..], &[option]].concat());
        assert!(code == 1 && err.contains(said), "{option}: {err}");
        assert_eq!(err.lines().count(), 1, "{err}");
    }
    let (code, _) = run(&["subscription", "set", EXAMPLE]);
    assert_eq!(code, 2, "something has to be changed");
    let (code, err) = run(&["serve", "--user=no-such-user"]);
    assert!(code == 1 && err.contains("BERTH_USER"), "{err}");
    let (code, err) = run(&["serve", "--system-users=0-"]);
    assert!(code == 2 && err.contains("www-data"), "{err}");
    assert_eq!(Umask::default().to_string(), "022");
}
