CREATE TABLE default_settings (
    subscription_id BIGINT PRIMARY KEY REFERENCES subscription (id) ON DELETE CASCADE,
    settings TEXT NOT NULL,
    version BIGINT NOT NULL CHECK (version > 0),
    changed_at BIGINT NOT NULL
);
