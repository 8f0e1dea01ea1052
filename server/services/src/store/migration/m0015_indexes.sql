CREATE INDEX ftp_account_by_name
    ON ftp_account (subscription_id, (NOT is_main), name_key) WHERE removed_at IS NULL;
CREATE INDEX ftp_account_by_name_down
    ON ftp_account (subscription_id, is_main, name_key) WHERE removed_at IS NULL;
CREATE INDEX ftp_account_by_home
    ON ftp_account (subscription_id, home_key, name_key) WHERE removed_at IS NULL;
CREATE INDEX ftp_account_by_state
    ON ftp_account (subscription_id, enabled, name_key) WHERE removed_at IS NULL;
CREATE INDEX ftp_account_by_permission
    ON ftp_account (subscription_id, permission, name_key) WHERE removed_at IS NULL;
CREATE INDEX ftp_account_by_usage
    ON ftp_account (subscription_id, {usage}, name_key) WHERE removed_at IS NULL;
CREATE INDEX ftp_account_by_last_sign_in
    ON ftp_account (subscription_id, (coalesce(last_sign_in_at, 0)), name_key)
    WHERE removed_at IS NULL;
CREATE INDEX ftp_account_by_expiry
    ON ftp_account (subscription_id, (coalesce(expires_at, 9223372036854775807)), name_key)
    WHERE removed_at IS NULL;
CREATE INDEX ftp_account_by_note
    ON ftp_account (subscription_id, note_key, name_key) WHERE removed_at IS NULL;
CREATE INDEX ftp_account_by_change
    ON ftp_account (subscription_id, changed_at, name_key) WHERE removed_at IS NULL;
CREATE INDEX subscription_in_order ON subscription (domain_key);
CREATE INDEX subscription_of_owner ON subscription (owner_id, domain_key);
