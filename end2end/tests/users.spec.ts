import { expect, test } from '../support/test.ts';

// Panel users: added by a one-time link, changed, disabled, removed, and invited to a subscription.

const password = 'Tidal-lantern-58';

test('somebody is added, chooses a password by the link, and is disabled', { tag: '@plain' }, async ({ panel, page, berth, t, watch, otherPanel }) => {
  watch.allow(401, 404);
  await panel.signIn(berth.admin);
  await page.getByRole('link', { name: t.panelUsers }).click();
  await expect(panel.heading(t.panelUsers)).toBeVisible();
  await page.getByRole('link', { name: t.addUser }).click();
  await expect(panel.heading(t.addUser)).toBeVisible();
  await panel.ready();
  await panel.field(t.login).fill('camille');
  await panel.field(t.displayName).fill('Camille D.');
  await panel.field(t.role).selectOption({ label: t.customer });
  await panel.ok();
  await expect(panel.heading(t.linkFor('camille'))).toBeVisible();
  const link = new URL(await panel.field(t.oneTimeAddress).inputValue()).pathname;

  const other = await otherPanel();
  await other.open(link);
  await expect(other.heading(t.choosePassword)).toBeVisible();
  await other.field(t.newPassword).fill(password);
  await other.field(t.passwordAgain).fill(password);
  await other.ok();
  await expect(other.heading(t.passwordChosen)).toBeVisible();
  await other.page.getByRole('link', { name: t.signIn }).click();
  await other.ready();
  await other.fillSignIn({ name: 'camille', password });
  await expect(other.heading(t.websitesAndDomains)).toBeVisible();

  await panel.open('/users?q=camille');
  await panel.row('camille').getByRole('link', { name: 'camille', exact: true }).click();
  await expect(panel.heading(t.userOf('camille'))).toBeVisible();
  await panel.ready();
  await panel.field(t.signInState).selectOption({ label: t.signInDisabled });
  await panel.ok();
  await expect(panel.status.first()).toContainText(t.userChanged('camille'));
  await other.open('/');
  await expect(other.heading(t.signInTitle)).toBeVisible();
  await other.fillSignIn({ name: 'camille', password });
  await expect(other.alert).toContainText(t.wrongCredentials);
});

test('whoever is removed gives what they own to somebody', { tag: '@plain' }, async ({ panel, page, berth, t, watch }) => {
  watch.allow(422);
  await berth.command(['user', 'add', 'camille', '--role', 'customer', '--keep-password', '--password-stdin'], { input: `${password}\n` });
  await berth.sql("UPDATE subscription SET owner_id = (SELECT id FROM panel_user WHERE login = 'camille') WHERE domain = 'example.com'");
  await panel.signIn(berth.admin);
  await panel.open('/users/camille');
  await page.getByRole('link', { name: t.removeUser('camille') }).click();
  await expect(panel.heading(t.removeUser('camille'))).toBeVisible();
  await panel.ready();
  await page.getByRole('button', { name: t.remove, exact: true }).click();
  await panel.expectFieldError(t.newOwner, t.newOwnerNeeded);
  await panel.ready();
  await panel.field(t.newOwner).fill(berth.admin.name);
  await page.getByRole('button', { name: t.remove, exact: true }).click();
  await expect(panel.status.first()).toContainText(t.userRemoved('camille'));
  await panel.openFtpAccess();
  await panel.open(`/users/${berth.admin.name}/remove`);
  await expect(page.getByText(t.lastAdministratorStays)).toBeVisible();
});

test('an owner invites somebody, and takes the access away', { tag: '@plain' }, async ({ panel, page, berth, t, otherPanel }) => {
  const person = { name: 'camille', password };
  await berth.command(['user', 'add', person.name, '--role', 'customer', '--keep-password', '--password-stdin'], { input: `${password}\n` });
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await page.getByRole('link', { name: t.people }).click();
  await expect(panel.heading(t.people)).toBeVisible();
  await panel.ready();
  await panel.field(t.login).fill(person.name);
  await panel.field(t.role).selectOption({ label: t.manager });
  await page.getByRole('button', { name: t.invite, exact: true }).click();
  await expect(panel.status).toContainText(t.hasAccess(person.name));
  const other = await otherPanel();
  await other.signIn(person);
  await expect(other.row('example.com')).toContainText(t.manager);
  await panel.ready();
  await page.getByRole('button', { name: t.takeAwayFrom(person.name) }).click();
  await expect(panel.status).toContainText(t.hasNoAccess(person.name));
  await other.open('/');
  await expect(other.page.getByText(t.noSubscription)).toBeVisible();
});
