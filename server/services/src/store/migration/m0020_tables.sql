ALTER TABLE panel_user ADD COLUMN disabled BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE panel_user ADD COLUMN reseller_id BIGINT REFERENCES panel_user (id);
ALTER TABLE panel_user ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
CREATE INDEX panel_user_of_reseller ON panel_user (reseller_id);

CREATE TABLE collaborator (
    subscription_id BIGINT NOT NULL REFERENCES subscription (id) ON DELETE CASCADE,
    panel_user_id BIGINT NOT NULL REFERENCES panel_user (id) ON DELETE CASCADE,
    role {text} NOT NULL CHECK (role IN ('manager', 'viewer')),
    added_at BIGINT NOT NULL,
    PRIMARY KEY (subscription_id, panel_user_id)
);
CREATE INDEX collaborator_of_panel_user ON collaborator (panel_user_id, subscription_id);

CREATE VIEW subscription_standing (subscription_id, panel_user_id, standing) AS
SELECT s.id, s.owner_id, CASE u.role WHEN 'reseller' THEN 'reseller' ELSE 'owner' END
    FROM subscription AS s JOIN panel_user AS u ON u.id = s.owner_id
UNION ALL
SELECT s.id, r.id, 'reseller'
    FROM panel_user AS r JOIN panel_user AS u ON u.reseller_id = r.id
    JOIN subscription AS s ON s.owner_id = u.id
    WHERE r.role = 'reseller'
UNION ALL
SELECT subscription_id, panel_user_id, role FROM collaborator;
