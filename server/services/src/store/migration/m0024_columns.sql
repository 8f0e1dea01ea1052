ALTER TABLE panel_user ADD COLUMN must_change_password BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE session ADD COLUMN public_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN last_seen_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN proved_at BIGINT NOT NULL DEFAULT 0;
UPDATE session SET
    public_id = (SELECT count(*) FROM session AS other WHERE other.token_hash <= session.token_hash),
    last_seen_at = created_at,
    proved_at = created_at;
CREATE UNIQUE INDEX session_by_public_id ON session (public_id);
