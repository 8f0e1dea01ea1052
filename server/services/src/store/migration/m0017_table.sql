CREATE TABLE device_cookie (
    token_hash {text} NOT NULL,
    panel_user_id BIGINT NOT NULL REFERENCES panel_user (id) ON DELETE CASCADE,
    issued_at BIGINT NOT NULL,
    PRIMARY KEY (token_hash, panel_user_id)
);
CREATE INDEX device_cookie_of_panel_user ON device_cookie (panel_user_id, issued_at);
