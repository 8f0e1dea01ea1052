import { expect } from '@playwright/test';

import type { Berth } from './berth.ts';
import type { Panel } from './panel.ts';

/** Visits every screen, in each of its states, and lets `look` look at it. */
export async function everyScreen(
  panel: Panel,
  berth: Berth,
  look: (screen: string) => Promise<void>,
): Promise<void> {
  const { page, t } = panel;
  const account = { name: 'contractor', home: '/httpdocs/shop', password: 'vKr7-mPq2-xTd9' };

  await panel.open('/login');
  await look('sign-in');
  await panel.fillSignIn({ name: 'nobody', password: 'nothing' });
  await expect(panel.alert).toContainText(t.wrongCredentials);
  await look('sign-in refused');

  await panel.signIn(berth.admin);
  await look('subscriptions');

  await panel.open('/subscriptions/new');
  await expect(panel.heading(t.addSubscription)).toBeVisible();
  await look('add a subscription');

  await panel.open('/new-user');
  await expect(panel.heading(t.addUser)).toBeVisible();
  await look('add a panel user');
  await panel.field(t.login).fill('camille');
  await panel.ok();
  await expect(panel.heading(t.linkFor('camille'))).toBeVisible();
  await look("a panel user's link");
  const userLink = new URL(await panel.field(t.oneTimeAddress).inputValue()).pathname;
  await panel.open('/users');
  await expect(panel.row('camille')).toBeVisible();
  await look('panel users');
  await panel.open('/users/camille');
  await expect(panel.heading(t.userOf('camille'))).toBeVisible();
  await look('a panel user');
  await panel.open('/users/camille/remove');
  await expect(panel.heading(t.removeUser('camille'))).toBeVisible();
  await look('remove a panel user');
  await panel.open(userLink);
  await expect(panel.heading(t.choosePassword)).toBeVisible();
  await look("where a panel user's link leads");
  await panel.open('/subscriptions/example.com/people');
  await expect(panel.heading(t.people)).toBeVisible();
  await panel.field(t.login).fill('camille');
  await page.getByRole('button', { name: t.invite, exact: true }).click();
  await expect(panel.status).toContainText(t.hasAccess('camille'));
  await look('people');

  await panel.openFtpAccess();
  await panel.addAccount(account);
  await look('accounts, one added');

  const dialog = await panel.askToRemove(account.name);
  await look('removal dialog');
  await dialog.getByText(t.cancel, { exact: true }).click();

  await panel.box(account.name).uncheck();
  await expect(page.getByRole('button', { name: t.remove, exact: true })).toBeHidden();
  await panel.open('/subscriptions/example.com/ftp?ask=remove');
  await expect(panel.alert).toContainText(t.nothingChosen);
  await look('accounts, none chosen');

  await berth.copy(account.name, 60);
  await berth.sql("UPDATE ftp_account SET quota_bytes = 5000000000, used_bytes = 4900000000 WHERE name = 'copy-001'");
  const everyColumn = 'columns=name,home,state,permission,usage,last-sign-in,expires,note,changed';
  await panel.open(`/subscriptions/example.com/ftp?after=copy-000&unused=1&${everyColumn}`);
  await expect(page.getByRole('link', { name: t.lastPage })).toBeVisible();
  await look('accounts, filters and every column');
  await panel.open('/subscriptions/example.com/ftp?q=copy');
  await page.getByLabel(t.chooseAllFound).check();
  await page.getByRole('button', { name: t.setExpiry }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await look('expiry dialog');
  await panel.open('/subscriptions/example.com/ftp?q=nobody');
  await expect(page.getByText(t.noneFound)).toBeVisible();
  await look('accounts, none found');
  await berth.sql("DELETE FROM ftp_account WHERE name LIKE 'copy-%'");

  await panel.open('/subscriptions/example.com/ftp/new');
  await expect(panel.heading(t.addAccount)).toBeVisible();
  await look('add an account');
  await page.getByText(t.advancedOptions).click();
  await look('add an account, advanced options');
  await expect(page.getByText(t.canWrite)).toBeVisible();
  await page.getByRole('button', { name: t.browse }).click();
  const folders = page.getByRole('dialog');
  await folders.getByRole('treeitem', { name: 'httpdocs' }).click();
  await expect(folders.getByRole('treeitem', { name: 'shop' })).toBeVisible();
  await look('tree of folders');
  await panel.field(t.newFolder).fill('a/b');
  await folders.getByRole('button', { name: t.makeFolder, exact: true }).click();
  await expect(folders.getByRole('alert')).toContainText(t.nameRefused);
  await look('tree of folders, refused');
  await folders.getByRole('button', { name: t.cancel, exact: true }).click();
  await panel.fillAccount({ home: '/httpdocs/missing', password: 'qwertyuiop[]' });
  await expect(page.getByText(t.willBeMade)).toBeVisible();
  await expect(page.getByText(t.keyboardRow)).toBeVisible();
  await look('add an account, with previews');
  await panel.field(t.maxSessions).fill('0');
  await panel.field(t.spaceQuota).fill('5');
  await panel.field(t.allowedAddresses).fill('here');
  await panel.fillAccount({ name: 'ROOT', home: '/..', password: 'password1234' });
  await expect(page.locator('.field-error').filter({ hasText: /\S/ })).not.toHaveCount(0);
  await panel.ok();
  await expect(panel.alert).toBeVisible();
  await look('add an account, refused');

  await panel.open(`/subscriptions/example.com/ftp/${account.name}`);
  await expect(panel.field(t.name)).toHaveValue(account.name);
  await look('change an account');
  await page.getByRole('button', { name: t.countAgain }).click();
  await expect(page).toHaveTitle(`${t.spaceUsedBy(account.name)} – Berth`);
  await expect(panel.heading(account.name)).toBeVisible();
  await look('space used');
  await panel.open(`/subscriptions/example.com/ftp/${account.name}`);
  await expect(panel.field(t.name)).toHaveValue(account.name);
  await panel.fillAccount({ home: '/mine' });
  await berth.command(['ftp-account', 'set', account.name, '--home', '/theirs']);
  await panel.ok();
  await expect(panel.alert).toContainText(t.editConflict);
  await look('edit conflict');
  await panel.ok();
  await expect(panel.status).toContainText(t.noteTheChanges);
  await look('receipt');

  // Handing the account over.
  await panel.open(`/subscriptions/example.com/ftp/${account.name}/connect`);
  await expect(page).toHaveTitle(`${t.connection(account.name)} – Berth`);
  await expect(panel.heading(account.name)).toBeVisible();
  await look('how to connect');
  await page.getByRole('button', { name: t.makeLink }).click();
  await expect(panel.heading(t.linkOf(account.name))).toBeVisible();
  const link = await page.getByLabel(t.oneTimeLink).inputValue();
  await look('one-time link');
  await panel.open(`/subscriptions/example.com/ftp/${account.name}/connect`);
  await expect(page.getByRole('button', { name: t.revokeLink })).toBeVisible();
  await look('how to connect, with a link');
  await panel.open(link);
  await expect(panel.heading(t.choosePassword)).toBeVisible();
  await look('set a password');
  await page.getByLabel(t.ftpPassword).fill('password1234');
  await page.getByLabel(t.onceMore).fill('password4321');
  await panel.ok();
  await expect(page.getByText(t.passwordsDiffer)).toBeVisible();
  await look('set a password, refused');
  await page.getByLabel(t.ftpPassword).fill(account.password);
  await page.getByLabel(t.onceMore).fill(account.password);
  await panel.ok();
  await expect(panel.heading(t.passwordIsSet)).toBeVisible();
  await look('password set');
  await panel.open(link);
  await expect(panel.heading(t.linkDoesNotWork)).toBeVisible();
  await look('one-time link, used');

  // The page of the account's own.
  await panel.open('/me');
  await expect(panel.heading(t.ownAccountTitle)).toBeVisible();
  await look('own page, sign-in');
  for (const password of ['not this one', account.password]) {
    await panel.field(t.name).fill(account.name);
    await panel.field(t.ftpPassword).fill(password);
    await page.getByRole('button', { name: t.signIn }).click();
    await page.waitForLoadState();
    await panel.ready();
    if (password !== account.password) {
      await expect(panel.alert).toContainText(t.ownAccountWrong);
      await look('own page, sign-in refused');
    }
  }
  const own = await berth.ftp.open(account);
  await panel.open('/me');
  await expect(page.getByRole('button', { name: t.disconnect(account.name) })).toBeVisible();
  await look('own page');
  own.close();
  await panel.open('/me/password');
  await expect(panel.field(t.currentPassword)).toBeVisible();
  await panel.field(t.currentPassword).fill('not this one');
  await panel.field(t.newPassword).fill(account.password);
  await panel.field(t.onceMore).fill(account.password);
  await panel.ok();
  await panel.expectFieldError(t.currentPassword, t.wrongPassword);
  await look('own page, password refused');
  await panel.open('/subscriptions/example.com/defaults');
  await look('default settings');
  await panel.field(t.tls).selectOption(t.required);
  await panel.ok();
  await expect(panel.status).toContainText(t.defaultsSaved);
  await look('default settings, changed');
  await panel.field(t.note).fill('Mine');
  await berth.command(['subscription', 'defaults', 'example.com', '--tls', 'optional', '--note', 'Theirs']);
  await panel.ok();
  await expect(panel.alert).toContainText(t.defaultsConflict);
  await look('default settings, edit conflict');
  await panel.open('/subscriptions/example.com/hosting');
  await look('hosting settings');
  await panel.open('/subscriptions/example.com/import');
  await expect(panel.heading(t.importTitle)).toBeVisible();
  await look('import');
  await panel.field(t.importFormat).selectOption('proftpd');
  const moving = ['anna', 'root'].map((name) => `${name}:!:1001:1001::/srv/old/${name}:/bin/false\n`);
  await panel.field(t.importFile).setInputFiles({
    name: 'ftpd.passwd',
    mimeType: 'text/plain',
    buffer: Buffer.from(moving.join('')),
  });
  await panel.field(t.importFolders).fill('here');
  await page.getByRole('button', { name: t.importPreview, exact: true }).click();
  await expect(panel.field(t.importFolders)).toHaveAttribute('aria-invalid', 'true');
  await look('import, a rule refused');
  await panel.field(t.importFolders).fill('/srv/old=/');
  await page.getByRole('button', { name: t.importPreview, exact: true }).click();
  await expect(page.getByText(t.importStopped)).toBeVisible();
  await look('import, preview');
  await panel.open('/plans');
  await look('plans, none');
  await panel.open('/plans/new');
  await look('add a plan');
  await panel.field(t.planName).fill('Standard');
  await panel.field(t.maxAccounts).fill('20');
  await panel.ok();
  await expect(panel.status).toContainText(t.planAdded('Standard'));
  await look('plans');
  await panel.open('/plans/1');
  await look('plan');
  await panel.open('/subscriptions/example.com/limits');
  await look('limits');
  await panel.open('/webhooks');
  await look('webhooks, none');
  await panel.open('/subscriptions/example.com/webhooks/new');
  await look('add a webhook');
  await panel.ok();
  await expect(panel.field(t.webhookAddress)).toHaveAttribute('aria-invalid', 'true');
  await look('add a webhook, refused');
  await panel.field(t.webhookName).fill('Deploy');
  await panel.field(t.webhookAddress).fill('https://127.0.0.1/');
  await page.getByLabel(t.uploadedEvent, { exact: true }).check();
  await panel.ok();
  await expect(page.getByRole('textbox', { name: t.webhookSecret })).toHaveValue(/^whsec_/);
  await look('webhook, its secret');
  await page.getByRole('button', { name: t.sendTest }).click();
  await expect(panel.status.filter({ hasText: t.testQueued })).toBeVisible();
  await expect(async () => {
    await page.getByRole('link', { name: t.refresh }).click();
    await expect(page.getByText(t.addressRefused)).toBeVisible({ timeout: 1000 });
  }).toPass();
  await panel.ready();
  await look('webhook, a test that failed');
  await panel.open('/subscriptions/example.com/webhooks');
  await look('webhooks');

  await panel.open('/sessions');
  await expect(panel.heading(t.ftpSessions)).toBeVisible();
  await expect(page.getByText(t.noSession)).toBeVisible();
  await look('all sessions, none');

  // An account whose session is idle, and one that is in the middle of an upload.
  const theirs = { ...account, name: 'designer' };
  await panel.openFtpAccess();
  await panel.addAccount(theirs);
  await berth.command(['ftp-account', 'set', theirs.name, '--expires', '2100-01-01', '--note', 'Until spring']);
  await berth.command(['ftp-account', 'set', account.name, '--state', 'disabled', '--permission', 'upload-only', '--expires', '2026-01-01']);
  await panel.openFtpAccess();
  await look('accounts with settings');
  const session = await berth.ftp.open(theirs);
  const upload = berth.ftp.slowUpload(theirs, 'a-rather-long-name-of-a-film-in-one-word.mp4', 4_000_000, 50_000);
  await panel.open('/subscriptions/example.com/sessions');
  await expect(page.getByText('a-rather-long-name-of-a-film-in-one-word.mp4')).toBeVisible();
  await look('sessions');
  upload.stop();
  await upload.ended;
  session.close();

  // What was done is written a moment later, and the page does not change by itself.
  await expect(async () => {
    await panel.open('/subscriptions/example.com/activity');
    await expect(panel.heading(t.ftpActivity)).toBeVisible();
    await expect(page.getByRole('table')).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await look('activity');
  await panel.open('/subscriptions/example.com/activity?account=no+name');
  await expect(page.getByText(t.noActivity)).toBeVisible();
  await look('activity, none');

  await panel.open('/audit');
  await expect(page.locator('.history > li').first()).toBeVisible();
  await page.getByText(t.auditValues).first().click();
  await look('audit log');
  await panel.open('/audit?from=2090-01-01');
  await expect(page.getByText(t.auditNone)).toBeVisible();
  await look('audit log, none');
  await panel.open('/subscriptions/example.com/audit');
  await expect(panel.heading(t.auditLog)).toBeVisible();
  await look('audit log of a subscription');

  await panel.open('/overview');
  await expect(page.getByRole('group', { name: t.dataPerDay })).toBeVisible();
  await page.getByText(t.asTable).first().click();
  await look('overview of the server');
  await panel.open('/subscriptions/example.com/overview?days=90');
  await expect(page.getByRole('group', { name: t.dataPerDay })).toBeVisible();
  await look('overview of a subscription, 90 days');

  await berth.command(['ftp-account', 'set', theirs.name, '--rename', 'painter', '--keep-old-name', '30', '--password-stdin'], {
    input: 'Wq4z-Lb8n-Rc3h',
  });
  await panel.open('/subscriptions/example.com/ftp/painter');
  await expect(page.getByRole('button', { name: t.stopAccepting(theirs.name) })).toBeVisible();
  await look('change an account, with a former name');
  await panel.open('/subscriptions/example.com/ftp/painter/history');
  await expect(panel.heading('painter')).toBeVisible();
  await look('history');
  await panel.open('/subscriptions/example.com/trash');
  await expect(page.getByText(t.trashIsEmpty)).toBeVisible();
  await look('trash, empty');
  await berth.command(['ftp-account', 'remove', 'painter', account.name]);
  await panel.open('/subscriptions/example.com/trash');
  await expect(panel.row('painter')).toBeVisible();
  await look('trash');
  await panel.open('/subscriptions/example.com/trash/painter');
  await expect(panel.heading(t.purge('painter'))).toBeVisible();
  await look('remove for good');
  await panel.open(`/subscriptions/example.com/trash/${account.name}`);
  await expect(panel.heading(t.purge(account.name))).toBeVisible();
  await look('remove for good, with files perhaps');

  await panel.open('/subscriptions/example.com/settings');
  await expect(panel.heading(t.subscriptionSettings)).toBeVisible();
  await look('subscription settings');
  await berth.command(['subscription', 'suspend', 'example.com']);
  await panel.open('/subscriptions/example.com/settings');
  await expect(panel.status).toContainText(t.suspendedSince);
  await look('subscription settings, suspended');
  await panel.open('/');
  await look('subscriptions, one suspended');
  await panel.open('/subscriptions/trash');
  await expect(page.getByText(t.noRemovedSubscription)).toBeVisible();
  await look('removed subscriptions, none');
  await berth.command(['subscription', 'remove', 'example.com']);
  await panel.open('/subscriptions/trash');
  await expect(page.getByRole('link', { name: t.purge('example.com') })).toBeVisible();
  await look('removed subscriptions');
  await panel.open('/subscriptions/trash/example.com');
  await expect(panel.heading(t.purge('example.com'))).toBeVisible();
  await look('remove a subscription for good');
  await berth.command(['subscription', 'restore', 'example.com']);

  await panel.open('/account');
  await expect(panel.field(t.currentPassword)).toBeVisible();
  await look('own account');
  await panel.open('/account/password');
  await expect(panel.heading(t.chooseOwnPassword)).toBeVisible();
  await look("a password of one's own");
  await panel.open('/account/sessions');
  await expect(panel.heading(t.mySessions)).toBeVisible();
  await expect(page.getByRole('table')).toBeVisible();
  await look('own sessions');
  await panel.open('/account/tokens');
  await expect(panel.heading(t.apiTokens)).toBeVisible();
  await look('API tokens, none');
  await panel.open('/account/tokens/new');
  await panel.field(t.apiTokenName).fill('Deploy');
  await look('add an API token');
  await panel.ok();
  await expect(panel.field(t.apiToken)).toHaveValue(/^berth_/);
  await look('an API token, shown');
  await panel.open('/account/tokens');
  await expect(page.getByRole('button', { name: t.revokeApiToken('Deploy') })).toBeVisible();
  await look('API tokens');
  await panel.open('/rest-api');
  await expect(panel.heading(t.restApi)).toBeVisible();
  await look('REST API');
  await panel.open('/rest-api/add_ftp_account');
  await expect(panel.field(t.apiToken)).toBeVisible();
  await look('an operation of the REST API');
  await panel.open('/account/mail');
  await expect(panel.heading(t.mail)).toBeVisible();
  await expect(panel.field(t.emailAddress)).toBeVisible();
  await look('own mail');
  await panel.open('/account/second-factor');
  await expect(panel.heading(t.secondFactor)).toBeVisible();
  await look('second factor, none');
  await page.getByRole('button', { name: t.setUpApp }).click();
  await expect(panel.heading(t.setUpAppTitle)).toBeVisible();
  await panel.ready();
  await look('second factor, an app');
  await panel.open('/account/second-factor/recovery-codes');
  await expect(panel.heading(t.yourRecoveryCodes)).toBeVisible();
  await look('recovery codes, shown');
  await panel.open('/security');
  await expect(panel.heading(t.security)).toBeVisible();
  await look('security');
  await panel.open('/login/second-factor');
  await expect(panel.alert).toBeVisible();
  await look('second factor at sign-in, too late');

  await panel.open('/no/such/page');
  await expect(panel.heading(t.notFound)).toBeVisible();
  await look('not found');
}
