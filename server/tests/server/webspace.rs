//! Looking around in a webspace. What is on the disk has its tests beside the code.

use std::os::unix::fs::symlink;

use model::{
    Actor, AppError, Field, FieldError, FolderList, FolderTrouble, HomeDirectory, HomePreview, Role,
};

use crate::support::{Installation, at, domain, home};

const EXAMPLE: &str = "example.com";

async fn list(
    installation: &Installation,
    actor: &Actor,
    path: &str,
) -> Result<FolderList, AppError> {
    installation
        .services
        .webspaces
        .list_folders(actor, &domain(EXAMPLE), home(path))
        .await
}

async fn make(
    installation: &Installation,
    actor: &Actor,
    path: &str,
) -> Result<HomeDirectory, AppError> {
    installation
        .services
        .webspaces
        .make_folder(actor, &domain(EXAMPLE), home(path))
        .await
}

async fn preview(
    installation: &Installation,
    actor: &Actor,
    path: &str,
) -> Result<HomePreview, AppError> {
    installation
        .services
        .webspaces
        .preview_home(actor, &domain(EXAMPLE), home(path))
        .await
}

#[tokio::test]
async fn the_owner_looks_around_and_makes_folders() {
    let installation = Installation::with_example().await;
    let (_, marie) = installation.sign_in("marie").await;
    assert_eq!(
        preview(&installation, &marie, "/site/img").await,
        Ok(HomePreview::WillBeMade)
    );
    for _ in 0..2 {
        make(&installation, &marie, "/site").await.unwrap();
    }
    make(&installation, &marie, "/site/img").await.unwrap();
    let listed = list(&installation, &marie, "/site").await.unwrap();
    assert_eq!(listed.folders.len(), 1);
    assert_eq!(listed.folders[0].place, Ok(home("/site/img")));
    let seen = preview(&installation, &marie, "/site").await.unwrap();
    let HomePreview::There { first, barred, .. } = seen else {
        panic!("{seen:?}")
    };
    assert_eq!((first, barred), (vec!["img/".to_owned()], None));

    let audit = installation.audit_text().await;
    let made: Vec<&str> = audit
        .lines()
        .filter(|line| line.starts_with("folder.make"))
        .collect();
    assert_eq!(
        made,
        [
            r#"folder.make marie /site  {"path":"/site"}"#,
            r#"folder.make marie /site/img  {"path":"/site/img"}"#,
        ]
    );
}

#[tokio::test]
async fn nothing_is_made_or_read_outside() {
    let installation = Installation::with_example().await;
    let webspace = installation.webspace(EXAMPLE);
    std::fs::create_dir(installation.path("outside")).unwrap();
    symlink(installation.path("outside"), webspace.join("out")).unwrap();
    std::fs::write(webspace.join("file"), "").unwrap();
    let actor = Actor::CommandLine;
    let leaves = || at(Field::HomeDirectory, FieldError::LeavesWebspace);
    assert_eq!(list(&installation, &actor, "/out").await, Err(leaves()));
    for path in ["/out", "/out/new"] {
        assert_eq!(make(&installation, &actor, path).await, Err(leaves()));
    }
    assert_eq!(
        make(&installation, &actor, "/file").await,
        Err(at(Field::HomeDirectory, FolderTrouble::NotAFolder))
    );
    assert!(!installation.path("outside/new").exists());
    assert!(!installation.audit_text().await.contains("folder.make"));
}

#[tokio::test]
async fn another_s_webspace_is_not_found() {
    let installation = Installation::with_example().await;
    installation.add_user("paul", Role::Customer).await;
    let (_, paul) = installation.sign_in("paul").await;
    assert_eq!(
        list(&installation, &paul, "/").await.err(),
        Some(AppError::NotFound)
    );
    assert_eq!(
        make(&installation, &paul, "/x").await,
        Err(AppError::NotFound)
    );
    assert_eq!(
        preview(&installation, &paul, "/").await,
        Err(AppError::NotFound)
    );
    assert!(!installation.webspace(EXAMPLE).join("x").exists());
}

#[tokio::test]
async fn a_folder_from_a_mac_is_found_by_what_people_type() {
    const NFC: &str = "/\u{e9}t\u{e9}";
    const NFD: &str = "/e\u{301}te\u{301}";
    let installation = Installation::with_example().await;
    let webspace = installation.webspace(EXAMPLE);
    let actor = Actor::CommandLine;
    installation.add_account("paul", NFC).await;
    assert_eq!(installation.view("paul").await.home_directory, home(NFC));
    // The account was first, and then the folder was copied again from a Mac.
    std::fs::rename(webspace.join(&NFC[1..]), webspace.join(&NFD[1..])).unwrap();
    assert!(
        installation
            .ftp_password_works("paul", crate::support::PASSWORD)
            .await
    );
    installation.add_account("marc", NFC).await;
    assert_eq!(installation.view("marc").await.home_directory, home(NFD));
    assert_eq!(make(&installation, &actor, NFC).await, Ok(home(NFD)));
    let inside = format!("{NFC}/photos");
    let made = make(&installation, &actor, &inside).await;
    assert_eq!(made, Ok(home(&format!("{NFD}/photos"))));
    let listed = list(&installation, &actor, NFC).await.unwrap();
    assert_eq!(listed.path, home(NFD));
    let there = preview(&installation, &actor, NFC).await;
    assert!(
        matches!(there, Ok(HomePreview::There { count: 1, .. })),
        "{there:?}"
    );
    assert_eq!(webspace.read_dir().unwrap().count(), 1);
}

#[tokio::test]
async fn a_webspace_that_leads_elsewhere_later_is_not_opened() {
    let installation = Installation::with_example().await;
    let webspace = installation.webspace(EXAMPLE);
    let (_, marie) = installation.sign_in("marie").await;
    assert!(list(&installation, &marie, "/").await.is_ok());
    for (elsewhere, error) in [
        ("/etc".into(), FieldError::OutsideBases),
        (installation.data_dir(), FieldError::HoldsPanelData),
    ] {
        let _ = std::fs::remove_dir(&webspace);
        let _ = std::fs::remove_file(&webspace);
        symlink(&elsewhere, &webspace).unwrap();
        let refused = list(&installation, &marie, "/").await;
        assert_eq!(refused, Err(at(Field::HomeDirectory, error)));
        let made = make(&installation, &marie, "/new").await;
        assert_eq!(made, Err(at(Field::HomeDirectory, error)));
        let seen = preview(&installation, &marie, "/").await;
        assert_eq!(seen, Ok(HomePreview::Refused(error)));
        let works = installation.ftp_password_works("example", crate::support::PASSWORD);
        assert!(!works.await, "{}", elsewhere.display());
    }
}
