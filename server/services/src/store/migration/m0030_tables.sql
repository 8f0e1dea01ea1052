CREATE TABLE webhook (
    id {id},
    subscription_id BIGINT REFERENCES subscription (id) ON DELETE CASCADE,
    name {text} NOT NULL,
    name_key {text} NOT NULL,
    url {text} NOT NULL,
    event_kinds {text} NOT NULL,
    secret {text} NOT NULL,
    old_secret {text},
    old_secret_until BIGINT,
    enabled BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    failing_since BIGINT,
    is_full BOOLEAN NOT NULL DEFAULT FALSE,
    lost_at BIGINT,
    version BIGINT NOT NULL CHECK (version > 0)
);
CREATE UNIQUE INDEX webhook_name_key ON webhook ((COALESCE(subscription_id, 0)), name_key);
CREATE TABLE webhook_delivery (
    id {id},
    webhook_id BIGINT NOT NULL REFERENCES webhook (id) ON DELETE CASCADE,
    lane BIGINT NOT NULL,
    event_id {text} NOT NULL,
    kind {text} NOT NULL,
    body {text} NOT NULL,
    created_at BIGINT NOT NULL,
    state {text} NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    attempted_at BIGINT,
    took_ms BIGINT,
    status BIGINT,
    answer {text},
    error {text}
);
CREATE INDEX webhook_delivery_waiting ON webhook_delivery (webhook_id, lane, id) WHERE state = 'waiting';
CREATE INDEX webhook_delivery_over ON webhook_delivery (webhook_id, id) WHERE state <> 'waiting';
CREATE INDEX webhook_delivery_of_webhook ON webhook_delivery (webhook_id, id);
CREATE TABLE webhook_lane (
    webhook_id BIGINT NOT NULL REFERENCES webhook (id) ON DELETE CASCADE,
    lane BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    lease {text},
    PRIMARY KEY (webhook_id, lane)
);
CREATE INDEX webhook_lane_due ON webhook_lane (webhook_id, due_at);
