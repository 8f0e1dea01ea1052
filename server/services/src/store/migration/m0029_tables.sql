CREATE TABLE api_token (
    id {id},
    panel_user_id BIGINT NOT NULL REFERENCES panel_user (id) ON DELETE CASCADE,
    name {text} NOT NULL,
    token_hash {text} NOT NULL CONSTRAINT api_token_hash_key UNIQUE,
    access TEXT NOT NULL CHECK (access IN ('read', 'write')),
    limited BOOLEAN NOT NULL,
    addresses TEXT NOT NULL,
    expires_at BIGINT,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT,
    last_used_from TEXT,
    CONSTRAINT api_token_name_key UNIQUE (panel_user_id, name)
);
CREATE TABLE api_token_subscription (
    api_token_id BIGINT NOT NULL REFERENCES api_token (id) ON DELETE CASCADE,
    subscription_id BIGINT NOT NULL REFERENCES subscription (id) ON DELETE CASCADE,
    PRIMARY KEY (api_token_id, subscription_id)
);
CREATE INDEX api_token_subscription_of_subscription ON api_token_subscription (subscription_id);
CREATE TABLE idempotency_key (
    api_token_id BIGINT NOT NULL REFERENCES api_token (id) ON DELETE CASCADE,
    name {text} NOT NULL,
    request_hash {text} NOT NULL,
    created_at BIGINT NOT NULL,
    status BIGINT,
    etag TEXT,
    location TEXT,
    body TEXT,
    PRIMARY KEY (api_token_id, name)
);
CREATE INDEX idempotency_key_by_age ON idempotency_key (created_at);
ALTER TABLE audit_event ADD COLUMN token TEXT;
