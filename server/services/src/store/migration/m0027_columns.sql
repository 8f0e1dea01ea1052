ALTER TABLE panel_user ADD COLUMN max_customers BIGINT CHECK (max_customers > 0);
ALTER TABLE panel_user ADD COLUMN max_subscriptions BIGINT CHECK (max_subscriptions > 0);
ALTER TABLE panel_user ADD COLUMN max_ftp_accounts BIGINT CHECK (max_ftp_accounts > 0);
ALTER TABLE panel_user ADD COLUMN last_sign_in_at BIGINT;
ALTER TABLE panel_user ADD COLUMN login_key {text} NOT NULL DEFAULT '';
ALTER TABLE panel_user ADD COLUMN name_key {text} NOT NULL DEFAULT '';
ALTER TABLE panel_user ADD COLUMN search_words {text} NOT NULL DEFAULT '';

UPDATE panel_user SET last_sign_in_at = (
    SELECT max(at) FROM audit_event
    WHERE action = 'session.sign_in' AND audit_event.panel_user_id = panel_user.id
);

CREATE TABLE panel_user_link (
    panel_user_id BIGINT NOT NULL PRIMARY KEY REFERENCES panel_user (id) ON DELETE CASCADE,
    token_hash {text} NOT NULL CONSTRAINT panel_user_link_token_key UNIQUE,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX panel_user_link_by_end ON panel_user_link (expires_at);
