import type { Panel } from '../support/panel.ts';
import { expect, test } from '../support/test.ts';

// The page of an FTP account's own: whoever has its name and password sees it there, and nothing else.

const account = { name: 'contractor', home: '/httpdocs', password: 'vKr7-mPq2-xTd9' };
const other = { name: 'designer', home: '/httpdocs', password: 'Wq4z-Lb8n-Rc3h' };
const changed = { ...account, password: 'sullen-Walnut-77-kite' };

async function signIn(person: Panel, { name, password }: { name: string; password: string }): Promise<void> {
  await person.open('/me/login');
  await expect(person.heading(person.t.ownAccountTitle)).toBeVisible();
  await person.field(person.t.name).fill(name);
  await person.field(person.t.ftpPassword).fill(password);
  await person.page.getByRole('button', { name: person.t.signIn }).click();
  await person.page.waitForLoadState();
  await person.ready();
}

test('whoever has an account sees it, ends its session and changes its password', { tag: ['@language', '@plain'] }, async ({ panel, otherPanel, page, berth, t, watch }) => {
  test.slow();
  watch.allow(401, 422);
  await panel.signIn(berth.admin);
  for (const one of [account, other]) {
    await panel.openFtpAccess();
    await panel.addAccount(one);
  }
  await panel.open(`/subscriptions/example.com/ftp/${account.name}/connect`);
  await expect(page.getByText(t.pageOfAccount, { exact: true })).toBeVisible();
  await expect(page.getByText(`${berth.url}/me`, { exact: true })).toBeVisible();

  const recipient = await otherPanel();
  await recipient.open('/me');
  await expect(recipient.heading(t.ownAccountTitle)).toBeVisible();
  for (const wrong of [berth.admin, { ...account, password: 'not this one' }]) {
    await signIn(recipient, wrong);
    await expect(recipient.alert).toContainText(t.ownAccountWrong);
    await expect(recipient.field(t.name)).toHaveValue(wrong.name);
  }
  const session = await berth.ftp.open(account);
  const ofOther = await berth.ftp.open(other);
  await signIn(recipient, account);
  await expect(recipient.heading(account.name)).toBeVisible();
  await expect(recipient.page.getByText(t.explicitTls)).toBeVisible();
  await expect(recipient.page.getByText(other.name)).toBeHidden();
  await expect(recipient.page.getByRole('navigation')).toBeHidden();
  await expect(recipient.page.getByRole('link', { name: t.downloadFor('FileZilla') })).toBeVisible();

  await recipient.page.getByRole('button', { name: t.disconnect(account.name) }).click();
  await expect(recipient.status).toContainText(t.ownSessionEnded);
  await session.ended();
  await ofOther.send('NOOP', '200');

  const again = await berth.ftp.open(account);
  await recipient.open('/me/password');
  const fill = async (current: string, password: string, onceMore: string) => {
    await recipient.field(t.currentPassword).fill(current);
    await recipient.field(t.newPassword).fill(password);
    await recipient.field(t.onceMore).fill(onceMore);
    await recipient.ok();
  };
  await fill('not this one', changed.password, changed.password);
  await recipient.expectFieldError(t.currentPassword, t.wrongPassword);
  await fill(account.password, changed.password, 'something else');
  await recipient.expectFieldError(t.onceMore, t.passwordsDiffer);
  await fill(account.password, 'password1234', 'password1234');
  await recipient.expectFieldError(t.newPassword, t.passwordGuessable);
  await again.send('NOOP', '200');
  await fill(account.password, changed.password, changed.password);
  await expect(recipient.status).toContainText(t.ownPasswordChanged);
  await again.ended();
  expect(await berth.ftp.accepts(account)).toBe(false);
  await berth.ftp.exercise(changed);
  ofOther.close();

  // The owner reads who did it.
  await panel.open(`/subscriptions/example.com/ftp/${account.name}/history`);
  await expect(page.getByText(t.byAccount).first()).toBeVisible();

  // What was done is written a moment later, and the page does not change by itself.
  await expect(async () => {
    await recipient.open('/me');
    await expect(recipient.page.getByRole('table', { name: t.lastActivity })).toContainText(t.upload, { timeout: 1_000 });
  }).toPass();
  await recipient.open('/');
  await expect(recipient.heading(t.signInTitle)).toBeVisible();
  await recipient.open('/me');
  await recipient.signOut();
  await expect(recipient.heading(t.ownAccountTitle)).toBeVisible();
  await recipient.open('/me');
  await expect(recipient.heading(t.ownAccountTitle)).toBeVisible();
});

test('the owner switches the pages off and on', { tag: ['@language', '@plain'] }, async ({ panel, otherPanel, page, berth, t, watch }) => {
  watch.allow(401);
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await panel.addAccount(account);
  const recipient = await otherPanel();
  await signIn(recipient, account);
  await expect(recipient.heading(account.name)).toBeVisible();

  await panel.open('/subscriptions/example.com/defaults');
  await page.getByRole('button', { name: t.switchOffPages }).click();
  await expect(panel.status).toContainText(t.noOwnPages);
  await recipient.open('/me');
  await expect(recipient.heading(t.ownAccountTitle)).toBeVisible();
  await signIn(recipient, account);
  await expect(recipient.alert).toContainText(t.ownAccountWrong);
  expect(await berth.ftp.accepts(account)).toBe(true);
  await panel.open(`/subscriptions/example.com/ftp/${account.name}/connect`);
  await expect(page.getByText(t.pageOfAccount, { exact: true })).toBeHidden();

  await panel.open('/subscriptions/example.com/defaults');
  await page.getByRole('button', { name: t.switchOnPages }).click();
  await expect(page.getByRole('button', { name: t.switchOffPages })).toBeVisible();
  await signIn(recipient, account);
  await expect(recipient.heading(account.name)).toBeVisible();
});
