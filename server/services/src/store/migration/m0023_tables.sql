CREATE TABLE totp (
    panel_user_id BIGINT PRIMARY KEY REFERENCES panel_user (id) ON DELETE CASCADE,
    secret TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    last_step BIGINT NOT NULL
);
CREATE TABLE passkey (
    credential_id {text} PRIMARY KEY,
    panel_user_id BIGINT NOT NULL REFERENCES panel_user (id) ON DELETE CASCADE,
    user_handle {text} NOT NULL,
    host {text} NOT NULL,
    name {text} NOT NULL,
    credential TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    last_used_at BIGINT,
    CONSTRAINT passkey_name_key UNIQUE (panel_user_id, name)
);
CREATE TABLE recovery_code (
    panel_user_id BIGINT NOT NULL REFERENCES panel_user (id) ON DELETE CASCADE,
    code_hash {text} NOT NULL,
    PRIMARY KEY (panel_user_id, code_hash)
);
CREATE TABLE sign_in_challenge (
    token_hash {text} PRIMARY KEY,
    panel_user_id BIGINT NOT NULL REFERENCES panel_user (id) ON DELETE CASCADE,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    known_device BOOLEAN NOT NULL,
    attempts BIGINT NOT NULL
);
CREATE INDEX sign_in_challenge_of_panel_user ON sign_in_challenge (panel_user_id, known_device, made_at);
CREATE INDEX sign_in_challenge_expires ON sign_in_challenge (expires_at);
CREATE TABLE second_factor_policy (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    roles TEXT NOT NULL,
    version BIGINT NOT NULL CHECK (version > 0),
    changed_at BIGINT NOT NULL
);
