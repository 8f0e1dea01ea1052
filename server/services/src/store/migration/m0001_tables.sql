CREATE TABLE panel_user (
    id {id},
    login {text} NOT NULL CONSTRAINT panel_user_login_key UNIQUE CHECK (login = lower(login)),
    display_name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('administrator', 'customer')),
    locale TEXT,
    created_at BIGINT NOT NULL
);

CREATE TABLE subscription (
    id {id},
    domain {text} NOT NULL CONSTRAINT subscription_domain_key UNIQUE CHECK (domain = lower(domain)),
    owner_id BIGINT NOT NULL REFERENCES panel_user (id),
    webspace_root {text} NOT NULL CONSTRAINT subscription_webspace_root_key UNIQUE
        CHECK (webspace_root LIKE '/_%'),
    created_at BIGINT NOT NULL
);
CREATE INDEX subscription_of_owner ON subscription (owner_id, domain);

CREATE TABLE ftp_account (
    id {id},
    subscription_id BIGINT NOT NULL REFERENCES subscription (id) ON DELETE CASCADE,
    name {text} NOT NULL CONSTRAINT ftp_account_name_key UNIQUE CHECK (name = lower(name)),
    home_directory {text} NOT NULL CHECK (home_directory LIKE '/%'),
    password_hash TEXT NOT NULL,
    is_main BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    CHECK (NOT is_main OR home_directory = '/')
);
CREATE UNIQUE INDEX ftp_account_one_main ON ftp_account (subscription_id) WHERE is_main;
CREATE INDEX ftp_account_in_order ON ftp_account (subscription_id, is_main DESC, name);

CREATE TABLE session (
    token_hash {text} NOT NULL PRIMARY KEY,
    panel_user_id BIGINT NOT NULL REFERENCES panel_user (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    address TEXT NOT NULL,
    user_agent TEXT NOT NULL
);
CREATE INDEX session_of_panel_user ON session (panel_user_id);
CREATE INDEX session_by_end ON session (expires_at);

CREATE TABLE audit_event (
    id {id},
    at BIGINT NOT NULL,
    operation {text} NOT NULL,
    actor TEXT NOT NULL,
    panel_user_id BIGINT,
    address TEXT,
    deed TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_name TEXT,
    subscription_id BIGINT,
    domain TEXT,
    before TEXT,
    after TEXT
);
CREATE INDEX audit_event_of_operation ON audit_event (operation);
