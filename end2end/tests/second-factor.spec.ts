import { createHmac } from 'node:crypto';
import type { Page } from '@playwright/test';

import type { Panel } from '../support/panel.ts';
import { expect, test as base } from '../support/test.ts';
import type { Texts } from '../support/texts.ts';

// Showing more than a password: codes of an app, recovery codes, passkeys, and having to.

// Browsers have passkeys for names alone, and `localhost` is one.
const test = base.extend({
  baseURL: async ({ berth }, use) => use(berth.url.replace('127.0.0.1', 'localhost')),
});

/** The code that an app with this secret shows, so many steps of 30 seconds from now (RFC 6238). */
function code(secret: string, steps = 0): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const digits = [...secret.replaceAll(' ', '')].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0'));
  const key = Buffer.from((digits.join('').match(/.{8}/g) ?? []).map((bits) => Number.parseInt(bits, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const hash = createHmac('sha1', key).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Sets an app up; answers with its secret, the code that was used for it, and the recovery codes. */
async function setUpApp(panel: Panel, t: Texts): Promise<{ secret: string; used: string; recoveryCodes: string[] }> {
  const { page } = panel;
  await panel.open('/account/second-factor');
  await page.getByRole('button', { name: t.setUpApp }).click();
  await expect(panel.heading(t.setUpAppTitle)).toBeVisible();
  await panel.ready();
  const secret = (await page.locator('code.secret').textContent()) ?? '';
  const used = code(secret);
  await panel.field(t.appCode).fill(used);
  await panel.ok();
  await expect(panel.heading(t.yourRecoveryCodes)).toBeVisible();
  const codes = page.locator('code.secret');
  await expect(codes).toHaveCount(10);
  const recoveryCodes = await codes.allTextContents();
  expect(new Set(recoveryCodes).size).toBe(10);
  await page.getByRole('link', { name: t.codesAreKept }).click();
  await expect(panel.heading(t.secondFactor)).toBeVisible();
  await panel.ready();
  return { secret, used, recoveryCodes };
}

async function signOut(panel: Panel, t: Texts): Promise<void> {
  await panel.signOut();
  await expect(panel.heading(t.signInTitle)).toBeVisible();
  await panel.ready();
}

/** Gives the browser an authenticator that keeps passkeys and knows its person. */
async function addAuthenticator(page: Page): Promise<{ verifies: (isVerified: boolean) => Promise<void> }> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    verifies: async (isUserVerified) => {
      await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    },
  };
}

async function addPasskey(panel: Panel, t: Texts, name: string): Promise<void> {
  await panel.open('/account/second-factor');
  await panel.field(t.passkeyName).fill(name);
  await panel.page.getByRole('button', { name: t.addPasskey }).click();
}

test('a code of an app, once, or a recovery code, once', { tag: ['@plain', '@language'] }, async ({ panel, page, berth, t, watch }) => {
  watch.allow(422);
  await panel.signIn(berth.admin);
  const { secret, used, recoveryCodes } = await setUpApp(panel, t);
  await signOut(panel, t);

  await panel.open('/login?next=%2Faccount');
  await panel.fillSignIn(berth.admin);
  await expect(page.getByText(t.showSecondFactor)).toBeVisible();
  await panel.field(t.appCode).fill(used);
  await page.getByRole('button', { name: t.signIn, exact: true }).first().click();
  await panel.expectFieldError(t.appCode, t.wrongCode);
  await panel.field(t.appCode).fill(code(secret, 1));
  await page.getByRole('button', { name: t.signIn, exact: true }).first().click();
  await expect(panel.heading(t.myAccount)).toBeVisible();
  await panel.ready();
  await signOut(panel, t);

  const [recoveryCode = ''] = recoveryCodes;
  const recover = async () => {
    await panel.open('/login');
    await panel.fillSignIn(berth.admin);
    await page.getByText(t.useRecoveryCode).click();
    await panel.field(t.recoveryCode).fill(recoveryCode.toUpperCase());
    await page.getByRole('button', { name: t.signIn, exact: true }).last().click();
  };
  await recover();
  await expect(panel.heading(t.websitesAndDomains)).toBeVisible();
  await panel.ready();
  await signOut(panel, t);
  await recover();
  await panel.expectFieldError(t.recoveryCode, t.wrongCode);
});

test('a passkey is the second factor, or the only one', { tag: '@language' }, async ({ panel, page, berth, t, watch }) => {
  watch.allow(422);
  const authenticator = await addAuthenticator(page);
  await panel.signIn(berth.admin);
  await addPasskey(panel, t, 'Laptop');
  await expect(panel.heading(t.yourRecoveryCodes)).toBeVisible();
  await page.getByRole('link', { name: t.codesAreKept }).click();
  await expect(page.getByRole('heading', { name: 'Laptop' })).toBeVisible();
  await panel.ready();
  await signOut(panel, t);

  await panel.open('/login?next=%2Faccount');
  await panel.fillSignIn(berth.admin);
  await page.getByRole('button', { name: t.usePasskey }).click();
  await expect(panel.heading(t.myAccount)).toBeVisible();
  await panel.ready();
  await signOut(panel, t);

  // Who cannot show that they are its person gets nowhere with it.
  await authenticator.verifies(false);
  await panel.open('/login?next=%2Faccount');
  await page.getByRole('button', { name: t.passkeySignIn }).click();
  await expect(panel.alert).toContainText(t.passkeyNotGiven);
  await authenticator.verifies(true);
  await page.getByRole('button', { name: t.passkeySignIn }).click();
  await expect(panel.heading(t.myAccount)).toBeVisible();
  await panel.ready();

  await panel.open('/account/second-factor');
  await page.locator('summary', { hasText: t.removePasskey('Laptop') }).click();
  const passkey = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Laptop' }) });
  // It was too long ago that the person proved who they are.
  watch.allow(403);
  await berth.sql('UPDATE session SET proved_at = 0');
  await passkey.getByRole('button', { name: t.removePasskey('Laptop') }).click();
  await expect(panel.alert).toContainText(t.proofRequired);
  await passkey.getByLabel(t.proof).fill('not-my-password');
  await passkey.getByRole('button', { name: t.removePasskey('Laptop') }).click();
  await expect(passkey.getByText(t.wrongPassword)).toBeVisible();
  await passkey.getByLabel(t.proof).fill(berth.admin.password);
  await passkey.getByRole('button', { name: t.removePasskey('Laptop') }).click();
  await expect(page.getByText(t.noPasskey)).toBeVisible();
  await signOut(panel, t);
  await panel.signIn(berth.admin);
});

test('a name that is taken is told before the authenticator is asked', async ({ panel, page, berth, t, watch }) => {
  watch.allow(422);
  await addAuthenticator(page);
  await panel.signIn(berth.admin);
  await addPasskey(panel, t, 'Laptop');
  await expect(panel.heading(t.yourRecoveryCodes)).toBeVisible();
  await addPasskey(panel, t, 'Laptop');
  await panel.expectFieldError(t.passkeyName, t.taken);
});

test('who must have a second factor sets it up before anything else', { tag: '@plain' }, async ({ panel, page, berth, t, otherPanel, baseURL }) => {
  const customer = { name: 'camille', password: 'Tidal-lantern-58' };
  await berth.command(['user', 'add', customer.name, '--role', 'customer', '--keep-password', '--password-stdin'], {
    input: `${customer.password}\n`,
  });
  await panel.signIn(berth.admin);
  await panel.open('/security');
  await expect(panel.heading(t.security)).toBeVisible();
  await panel.field(t.customers).check();
  await panel.ok();
  await expect(panel.status).toContainText(t.securitySaved);

  const other = await otherPanel({ baseURL });
  await other.open('/login');
  await other.fillSignIn(customer);
  await expect(other.heading(t.secondFactor)).toBeVisible();
  await expect(other.status).toContainText(t.mustSetUp);
  await other.open('/');
  await expect(other.heading(t.secondFactor)).toBeVisible();
  await setUpApp(other, t);
  await other.open('/');
  await expect(other.page.getByText(t.noSubscription)).toBeVisible();

  // Who has lost it is helped on the server.
  await berth.command(['user', 'reset-second-factor', customer.name]);
  await other.open('/login');
  await other.fillSignIn(customer);
  await expect(other.status).toContainText(t.mustSetUp);
  await expect(page).toHaveURL(/\/security/);
});

test('a passkey confirms who one is in the place of the password', { tag: '@language' }, async ({ panel, page, berth, t, watch }) => {
  watch.allow(403);
  const authenticator = await addAuthenticator(page);
  await panel.signIn(berth.admin);
  await addPasskey(panel, t, 'Laptop');
  await expect(panel.heading(t.yourRecoveryCodes)).toBeVisible();
  await panel.openFtpAccess();
  await panel.addAccount({ name: 'leaver', home: '/httpdocs/leaver', password: 'Buoy-green-Light-3' });
  await berth.command(['ftp-account', 'remove', 'leaver']);
  await panel.open('/subscriptions/example.com/trash/leaver');
  await berth.sql('UPDATE session SET proved_at = 0');
  const form = page.locator('form').filter({ has: page.getByLabel(t.confirmation) });
  await form.getByLabel(t.confirmation).fill('leaver');
  const remove = form.getByRole('button', { name: t.purgeWithFiles, exact: true });
  await remove.click();
  await expect(panel.alert).toContainText(t.proofRequired);

  // Who cannot show that they are its person proves nothing with it.
  const usePasskey = form.getByRole('button', { name: t.usePasskey });
  await authenticator.verifies(false);
  await usePasskey.click();
  await expect(form.getByRole('alert')).toContainText(t.passkeyNotGiven);
  await expect(form.getByLabel(t.proof)).toBeVisible();
  await authenticator.verifies(true);
  await usePasskey.click();
  await expect(form.getByText(t.isProved)).toBeFocused();
  await expect(form.getByLabel(t.proof)).toHaveCount(0);
  await expect(form.getByLabel(t.confirmation)).toHaveValue('leaver');
  await remove.click();
  await expect(panel.status).toContainText(t.purged('leaver'));
});
