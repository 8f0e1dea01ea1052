//! What former versions' data has: rows as the program of each version wrote them.

/// Rows, by the number of the migration with which they came to be. In them stands
/// [`ROOT`](super::fixture::ROOT) for the folder of webspaces, [`NOW`](super::fixture::NOW) for the time at
/// which they are used, `{hash}` for the hash of a password, and `{key of …}` for a text's sort key.
pub(super) const ROWS: &[(u32, &str)] = &[
    (1, FIRST_TABLES),
    (2, FTP_ACTIVITY),
    (3, SETTINGS),
    (4, REMOVAL_AND_QUOTA),
    (6, USAGE),
    (7, UNDO_AND_HISTORY),
    (8, ONE_TIME_LINK),
    (9, DEFAULT_SETTINGS),
    (10, AUDIT_ACTION),
    (11, TIME_ZONE),
    (12, ACTIVITY_EVENTS),
    (13, FOLDERS_COUNT),
    (14, AUDIT_REPEATS),
    (15, SORT_KEYS),
    (16, FILE_REMOVAL),
    (17, DEVICE_COOKIE),
    (18, SYSTEM_USER),
    (20, ROLES),
    (21, SUBSCRIPTION_LIFE),
    (22, PLANS),
    (23, SECOND_FACTOR),
    (24, SESSION_LIMITS),
    (25, AUDIT_LOG),
    (26, OWN_PAGE),
    (27, MANAGED_PANEL_USERS),
    (29, API_TOKENS),
    (30, WEBHOOKS),
    (31, MAIL),
    (32, REMOVED_WEBHOOK),
];

const FIRST_TABLES: &str = r#"
INSERT INTO panel_user (id, login, display_name, password_hash, role, locale, created_at) VALUES
    (1, 'admin', 'Administrator', '{hash}', 'administrator', NULL, 1700000000),
    (2, 'marie', 'Marie Dupré', '{hash}', 'customer', 'fr', 1700000001);
INSERT INTO subscription (id, domain, owner_id, webspace_root, created_at) VALUES
    (1, 'example.com', 2, '/srv/berth-fixture/example.com', 1700000010),
    (2, 'other.example', 1, '/srv/berth-fixture/other.example', 1700000011);
INSERT INTO ftp_account
    (id, subscription_id, name, home_directory, password_hash, is_main, version, created_at, changed_at) VALUES
    (1, 1, 'example', '/', '{hash}', TRUE, 1, 1700000010, 1700000010),
    (2, 2, 'other', '/', '{hash}', TRUE, 1, 1700000011, 1700000011),
    (3, 1, 'paul', '/photos', '{hash}', FALSE, 1, 1700000020, 1700000020),
    (4, 1, 'lea', '/Été/projets', '{hash}', FALSE, 2, 1700000021, 1700000030),
    (5, 1, 'ancien', '/old', '{hash}', FALSE, 1, 1700000022, 1700000022);
INSERT INTO session (token_hash, panel_user_id, created_at, expires_at, address, user_agent) VALUES
    ('0000000000000000000000000000000000000000000', 2, 1700000040, 4102444800, '192.0.2.7', 'a browser');
INSERT INTO audit_event
    (at, operation, actor, panel_user_id, address, deed, subject_kind, subject_name, subscription_id, domain, before, after) VALUES
    (1700000010, '0000000000000001', '(cli)', NULL, NULL, 'subscription.add', 'subscription', 'example.com', 1, 'example.com', NULL,
     '{"domain":"example.com","webspace_root":"/srv/berth-fixture/example.com","owner":"marie","main_account":"example"}'),
    (1700000020, '0000000000000002', 'marie', 2, '192.0.2.7', 'ftp_account.add', 'ftp_account', 'paul', 1, 'example.com', NULL,
     '{"name":"paul","home_directory":"/photos"}'),
    (1700000021, '0000000000000003', 'marie', 2, '192.0.2.7', 'ftp_account.add', 'ftp_account', 'leo', 1, 'example.com', NULL,
     '{"name":"leo","home_directory":"/Été/projets"}'),
    (1700000030, '0000000000000004', 'marie', 2, '192.0.2.7', 'ftp_account.change', 'ftp_account', 'lea', 1, 'example.com',
     '{"name":"leo","home_directory":"/Été/projets"}', '{"name":"lea","home_directory":"/Été/projets"}'),
    (1700000031, '0000000000000005', '(nobody)', NULL, '198.51.100.9', 'session.sign_in_refused', 'panel_user', NULL, NULL, NULL, NULL, NULL);
"#;

const FTP_ACTIVITY: &str = r#"
INSERT INTO ftp_activity
    (at, subscription_id, ftp_account_id, account_name, kind_group, kind, path, other_path, bytes, took_ms, complete, reason, address, protocol) VALUES
    (1111111111, 1, 3, 'paul', 'sign-ins', 'signed_in', NULL, NULL, NULL, NULL, NULL, NULL, '198.51.100.9', 'ftps, tls 1.3'),
    (1111111111, 1, 3, 'paul', 'uploads', 'uploaded', '/été.jpg', NULL, 4096, 12, TRUE, NULL, '198.51.100.9', NULL),
    (1111111111, 1, 3, 'paul', 'changes', 'renamed', '/a', '/b', NULL, NULL, NULL, NULL, '198.51.100.9', NULL),
    (1111111111, 1, 4, 'lea', 'refused', 'sign_in_refused', NULL, NULL, NULL, NULL, NULL, 'wrong_password', '2001:db8::9', NULL);
UPDATE ftp_account SET last_sign_in_at = 1111111111 WHERE id = 3;
"#;

const SETTINGS: &str = r#"
UPDATE ftp_account SET permission = 'read-only', expires_at = 4102444800, allowed_addresses = '127.0.0.0/8,2001:db8::/32',
    max_sessions = 3, upload_rate = 512, download_rate = 1024, note = 'Photos d''été', version = 2, access_version = 2
    WHERE id = 3;
"#;

const REMOVAL_AND_QUOTA: &str = r#"
UPDATE ftp_account SET removed_at = 1111111111, version = 2, access_version = 2 WHERE id = 5;
UPDATE ftp_account SET quota_bytes = 5000000000, quota_files = 1000, used_bytes = 4096, used_files = 1 WHERE id = 4;
"#;

const USAGE: &str = r#"
UPDATE ftp_account SET counted_at = 1111111111, usage_settled = TRUE WHERE id = 4;
"#;

const UNDO_AND_HISTORY: &str = r#"
UPDATE ftp_account SET removed_by = 'marie' WHERE id = 5;
INSERT INTO ftp_account_alias (name, ftp_account_id, valid_until, last_used_at) VALUES ('leo', 4, 4102444800, NULL);
INSERT INTO audit_event
    (at, operation, actor, panel_user_id, address, deed, subject_kind, subject_name, subscription_id, domain, before, after, ftp_account_id) VALUES
    (1111111111, '0000000000000006', 'marie', 2, '192.0.2.7', 'ftp_account.remove', 'ftp_account', 'ancien', 1, 'example.com',
     '{"name":"ancien","home_directory":"/old"}', NULL, 5);
"#;

const ONE_TIME_LINK: &str = r#"
INSERT INTO one_time_link (ftp_account_id, token_hash, made_by, made_at, expires_at) VALUES
    (4, '3333333333333333333333333333333333333333333', 'marie', 1700000050, 4102444800);
"#;

const DEFAULT_SETTINGS: &str = r#"
INSERT INTO default_settings (subscription_id, settings, version, changed_at) VALUES
    (1, '{"permission":"read-only","quota_files":"200","max_sessions":"4"}', 1, 1700000060);
"#;

const AUDIT_ACTION: &str = r#"
INSERT INTO audit_event
    (at, operation, actor, panel_user_id, address, action, subject_kind, subject_name, subscription_id, domain, before, after, ftp_account_id) VALUES
    (1111111111, '0000000000000007', 'marie', 2, '192.0.2.7', 'ftp_session.end', 'ftp_account', 'paul', 1, 'example.com', NULL, NULL, 3);
"#;

const TIME_ZONE: &str = "
UPDATE panel_user SET time_zone = 'Europe/Paris' WHERE id = 2;
";

const ACTIVITY_EVENTS: &str = r#"
INSERT INTO ftp_activity
    (at, subscription_id, ftp_account_id, account_name, kind_group, kind, path, other_path, bytes, took_ms, complete, reason, address, protocol, events) VALUES
    (1111111111, 1, 3, 'paul', 'uploads', 'not_recorded', NULL, NULL, NULL, NULL, NULL, NULL, '198.51.100.9', NULL, 250);
"#;

const FOLDERS_COUNT: &str = "
UPDATE ftp_account SET counted_at = 1111111111, usage_settled = TRUE, usage_incomplete = TRUE WHERE id = 4;
";

const AUDIT_REPEATS: &str = r#"
INSERT INTO audit_event
    (at, operation, actor, panel_user_id, address, action, subject_kind, subject_name, subscription_id, domain, before, after, ftp_account_id, repeats) VALUES
    (1111111111, '0000000000000008', 'marie', 2, '192.0.2.7', 'access.refused', 'subscription', 'other.example', NULL, NULL, NULL, '{"reason":"not_found"}', NULL, 37);
"#;

const SORT_KEYS: &str = r#"
INSERT INTO subscription (id, domain, owner_id, webspace_root, created_at, domain_key) VALUES
    (3, 'xn--exmple-cua.test', 2, '/srv/berth-fixture/umlaut', 1700000070, '{key of exämple.test}');
INSERT INTO ftp_account
    (id, subscription_id, name, home_directory, password_hash, is_main, version, created_at, changed_at, name_key, home_key) VALUES
    (6, 3, 'umlaut10', '/', '{hash}', TRUE, 1, 1700000070, 1700000070, '{key of umlaut10}', '{key of /}');
INSERT INTO ftp_account_word (subscription_id, word, ftp_account_id) VALUES (3, 'umlaut10', 6);
"#;

const FILE_REMOVAL: &str = r#"
INSERT INTO file_removal (operation, subscription_id, ftp_account_id, account_name, folder, has_begun) VALUES
    ('0000000000000009', 1, 99, 'gone', X'676f6e65', FALSE);
"#;

const DEVICE_COOKIE: &str = r#"
INSERT INTO device_cookie (token_hash, panel_user_id, issued_at) VALUES
    ('2222222222222222222222222222222222222222222', 2, 1111111111);
"#;

const SYSTEM_USER: &str = "
UPDATE subscription SET umask = 23, hosting_version = 1 WHERE id = 2;
";

const ROLES: &str = "
INSERT INTO panel_user (id, login, display_name, password_hash, role, created_at, disabled) VALUES
    (3, 'vera', 'Vera', '{hash}', 'reseller', 1700000080, TRUE);
UPDATE panel_user SET reseller_id = 3, version = 2 WHERE id = 2;
INSERT INTO collaborator (subscription_id, panel_user_id, role, added_at) VALUES
    (2, 2, 'viewer', 1700000080);
";

const SUBSCRIPTION_LIFE: &str = r#"
UPDATE subscription SET suspended_at = 1111111111, suspended_by = 'admin' WHERE id = 3;
INSERT INTO subscription
    (id, domain, owner_id, webspace_root, created_at, domain_key, removed_at, removed_by, version) VALUES
    (4, 'removed.example', 2, '/srv/berth-fixture/removed.example', 1700000080, '{key of removed.example}', 1111111111, 'admin', 2);
INSERT INTO ftp_account
    (id, subscription_id, name, home_directory, password_hash, is_main, version, created_at, changed_at, name_key, home_key) VALUES
    (7, 4, 'removed', '/', '{hash}', TRUE, 1, 1700000080, 1700000080, '{key of removed}', '{key of /}');
INSERT INTO ftp_account_word (subscription_id, word, ftp_account_id) VALUES (4, 'removed', 7);
"#;

const SESSION_LIMITS: &str = "
UPDATE panel_user SET must_change_password = TRUE WHERE id = 3;
INSERT INTO session
    (token_hash, panel_user_id, created_at, expires_at, address, user_agent, public_id, last_seen_at, proved_at) VALUES
    ('4444444444444444444444444444444444544444444', 2, 1111111111, 4102444800, '192.0.2.7', 'a browser', 4711, 1111111111, 1111111111);
";

const AUDIT_LOG: &str = r#"
INSERT INTO audit_event
    (at, operation, actor, panel_user_id, actor_role, system_user, address, action, subject_kind, subject_name, subscription_id, domain, before, after, ftp_account_id, repeats, reseller_id) VALUES
    (1700000090, '0000000000000010', '(command line)', NULL, NULL, 'alice', NULL, 'folder.make', 'folder', '/made', 1, 'example.com', NULL, '{"path":"/made"}', NULL, 1, 3),
    (1700000091, '0000000000000011', 'marie', 2, 'customer', NULL, '192.0.2.7', 'session.sign_in', 'panel_user', 'marie', NULL, NULL, NULL, NULL, NULL, 41, 3);
"#;

const PLANS: &str = "
INSERT INTO plan (id, maker_id, name, name_key, max_ftp_accounts, max_disk_space, locked_settings, version) VALUES
    (1, NULL, 'Standard', 'standard', 20, 5000000000, 'permission,quota_bytes', 2),
    (2, 3, 'Small', 'small', NULL, NULL, '', 1);
UPDATE subscription SET plan_id = 1, max_ftp_accounts = 20, max_disk_space = 5000000000,
    locked_settings = 'permission,quota_bytes', limits_version = 1, used_bytes = 50, used_files = 5,
    counted_at = 1111111111 WHERE id = 1;
UPDATE subscription SET max_ftp_sessions = 9, total_upload_rate = 1000, limits_version = 2 WHERE id = 2;
";

const OWN_PAGE: &str = "
UPDATE subscription SET own_page = FALSE WHERE id = 2;
INSERT INTO ftp_account_session
    (token_hash, ftp_account_id, access_version, created_at, expires_at, address, user_agent) VALUES
    ('4444444444444444444444444444444444444444444', 3, 1, 1700000090, 4102444800, '192.0.2.7', 'a browser');
";

const MANAGED_PANEL_USERS: &str = "
UPDATE panel_user SET max_customers = 5, last_sign_in_at = 1111111111, login_key = '{key of vera}',
    name_key = '{key of Vera}', search_words = ' vera' WHERE id = 3;
INSERT INTO panel_user_link (panel_user_id, token_hash, made_by, made_at, expires_at) VALUES
    (3, '5555555555555555555555555555555555555555555', 'admin', 1700000090, 4102444800);
";
/// The first token's text is that of [`API_TOKEN`](super::API_TOKEN).
const API_TOKENS: &str = "
INSERT INTO api_token
    (id, panel_user_id, name, token_hash, access, limited, addresses, expires_at, created_at, last_used_at, last_used_from) VALUES
    (1, 2, 'Déploiement', 'NkSjQ8jAmnLJxsew5ogPHCk0JiZdp_SHoF52vbdqom8', 'write', TRUE, '', NULL, 1700000095, 1111111111, '192.0.2.7'),
    (2, 1, 'watch', '7777777777777777777777777777777777777777777', 'read', FALSE, '192.0.2.0/24', 4102444800, 1700000095, NULL, NULL);
INSERT INTO api_token_subscription (api_token_id, subscription_id) VALUES (1, 1);
INSERT INTO idempotency_key (api_token_id, name, request_hash, created_at, status, etag, location, body) VALUES
    (1, 'once', 'hash', 1700000096, 201, NULL, '/api/v1/subscriptions/example.com/ftp-accounts/lea', '{}');
";

/// The recovery code is that of [`RECOVERY_CODE`](super::RECOVERY_CODE).
const SECOND_FACTOR: &str = r#"
INSERT INTO totp (panel_user_id, secret, made_at, confirmed_at, last_step) VALUES
    (1, 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 1700000090, 1700000091, 56666669);
INSERT INTO recovery_code (panel_user_id, code_hash) VALUES
    (1, '852sbLq6U14sIHzQzY8VSXQiPISPcn-Ys1ZM6labQc8');
INSERT INTO passkey (credential_id, panel_user_id, user_handle, host, name, credential, added_at, last_used_at) VALUES
    ('a2V5', 3, '5763c0b2-fe64-100b-3cf5-b0cba85b7309', 'panel.example', 'Clé bleue',
     '{"cred":{"cred_id":"a2V5","cred":{"type_":"ES256","key":{"EC_EC2":{"curve":"SECP256R1","x":"4bHXoftsMut52AdOfLnTJj2R-Kk4k6GkjeTzS2wN6OM","y":"jRncutnlrH5l_m7PBQKzsA1rN-LfRhpS4entolBF9Bs"}}},"counter":0,"transports":null,"user_verified":true,"backup_eligible":false,"backup_state":false,"registration_policy":"required","extensions":{"cred_protect":"Ignored","hmac_create_secret":"NotRequested","appid":"NotRequested","cred_props":"Ignored"},"attestation":{"data":"None","metadata":"None"},"attestation_format":"none"}}', 1700000092, NULL);
INSERT INTO second_factor_policy (id, roles, version, changed_at) VALUES (1, 'reseller', 1, 1700000093);
"#;

const WEBHOOKS: &str = r#"
INSERT INTO webhook
    (id, subscription_id, name, name_key, url, event_kinds, secret, enabled, created_at, version) VALUES
    (1, 1, 'Deploy', 'deploy', 'https://hooks.example/berth', 'ftp.uploaded', 'whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz', FALSE, 1700000050, 1);
INSERT INTO webhook_delivery
    (id, webhook_id, lane, event_id, kind, body, created_at, state, attempts) VALUES
    (1, 1, 3, 'evt_00000000000000000000000000', 'ftp.uploaded', '{}', 1700000051, 'waiting', 0);
INSERT INTO webhook_lane (webhook_id, lane, due_at) VALUES (1, 3, 1700000051);
"#;

const MAIL: &str = r#"
UPDATE panel_user SET email = 'Marie.D+ftp@example.com', version = 2 WHERE id = 2;
INSERT INTO mail_switched_off (panel_user_id, kind) VALUES (2, 'quota');
INSERT INTO outgoing_mail (id, panel_user_id, reminder, created_at, next_attempt_at, attempts) VALUES
    (1, 2, '{"about":"expired","accounts":[[{"domain":"example.com","name":"lea"},1700000050]],"more":0}', 1700000051, 1700000111, 1);
INSERT INTO certificate_reminder (certificate, expires_at, days) VALUES ('ftps', 1700000000, 0);
UPDATE ftp_account SET nearly_full_at = 1700000052, lock_told_at = 1700000053 WHERE id = 4;
"#;

const REMOVED_WEBHOOK: &str = r#"
INSERT INTO webhook
    (id, subscription_id, name, name_key, url, event_kinds, secret, enabled, created_at, version, removed_at) VALUES
    (2, 1, 'Deploy', 'deploy', 'https://hooks.example/former', 'ftp.uploaded', 'whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz', TRUE, 1700000050, 1, 1700000060);
INSERT INTO webhook_delivery
    (id, webhook_id, lane, event_id, kind, body, created_at, state, attempts) VALUES
    (2, 2, 3, 'evt_00000000000000000000000001', 'ftp.uploaded', '{}', 1700000051, 'waiting', 0);
INSERT INTO webhook_lane (webhook_id, lane, due_at) VALUES (2, 3, 1700000051);
"#;
