DROP INDEX ftp_account_in_order;
CREATE INDEX ftp_account_by_name
    ON ftp_account (subscription_id, (NOT is_main), name) WHERE removed_at IS NULL;
CREATE INDEX ftp_account_by_name_down
    ON ftp_account (subscription_id, is_main, name) WHERE removed_at IS NULL;
CREATE INDEX ftp_account_by_home
    ON ftp_account (subscription_id, home_directory, name) WHERE removed_at IS NULL;
CREATE INDEX ftp_account_by_state
    ON ftp_account (subscription_id, enabled, name) WHERE removed_at IS NULL;
CREATE INDEX ftp_account_by_permission
    ON ftp_account (subscription_id, permission, name) WHERE removed_at IS NULL;
CREATE INDEX ftp_account_by_usage
    ON ftp_account (subscription_id, {usage}, name) WHERE removed_at IS NULL;
CREATE INDEX ftp_account_by_last_sign_in
    ON ftp_account (subscription_id, (coalesce(last_sign_in_at, 0)), name)
    WHERE removed_at IS NULL;
CREATE INDEX ftp_account_by_expiry
    ON ftp_account (subscription_id, (coalesce(expires_at, 9223372036854775807)), name)
    WHERE removed_at IS NULL;
CREATE INDEX ftp_account_by_note
    ON ftp_account (subscription_id, (substr(note, 1, 60)), name) WHERE removed_at IS NULL;
CREATE INDEX ftp_account_by_change
    ON ftp_account (subscription_id, changed_at, name) WHERE removed_at IS NULL;
CREATE INDEX ftp_account_to_filter
    ON ftp_account (subscription_id, enabled, permission, (last_sign_in_at IS NULL),
        ({usage} >= 9000), (coalesce(expires_at, 9223372036854775807)))
    WHERE removed_at IS NULL;
