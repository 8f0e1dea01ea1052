import { expect, test } from '../support/test.ts';
import { TEXTS } from '../support/texts.ts';

const { fr, en } = TEXTS;

test('the browser chooses the language', { tag: '@language' }, async ({ panel, page, t, language, otherPanel }) => {
  await panel.open('/login');
  await expect(panel.heading(t.signInTitle)).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', language);
  // Neither of ours: English.
  const german = await otherPanel({ locale: 'de-DE' });
  await german.open('/login');
  await expect(german.heading(en.signInTitle)).toBeVisible();
  const canadian = await otherPanel({ locale: 'fr-CA' });
  await canadian.open('/login');
  await expect(canadian.heading(fr.signInTitle)).toBeVisible();
});

test('the switch in the head changes it, keeps the page, and is remembered', { tag: '@language' }, async ({ panel, page, berth, language, otherPanel }) => {
  const [here, there, button] = language === 'fr' ? [fr, en, 'English'] : [en, fr, 'Français'];
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  const address = page.url();
  await page.getByRole('button', { name: button }).click();
  await expect(panel.heading(there.ftpAccess)).toBeVisible();
  expect(page.url()).toBe(address);
  await expect(page.getByRole('button', { name: button })).toHaveAttribute('aria-pressed', 'true');
  await panel.ready();

  // On the next page, after leaving, and on coming back.
  await panel.open('/');
  await expect(panel.heading(there.websitesAndDomains)).toBeVisible();
  await page.getByRole('button', { name: there.signOut }).click();
  await expect(panel.heading(there.signInTitle)).toBeVisible();

  // In another browser: its own language, and the person's once they have signed in.
  const other = await otherPanel();
  await other.open('/login');
  await expect(other.heading(here.signInTitle)).toBeVisible();
  await other.fillSignIn(berth.admin);
  await expect(other.heading(there.websitesAndDomains)).toBeVisible();
});

test('dates follow the language', { tag: '@language' }, async ({ panel, berth, language }) => {
  await panel.signIn(berth.admin);
  await panel.open('/subscriptions/example.com/ftp?columns=name,changed');
  const time = panel.page.getByRole('time').first();
  await expect(time).toHaveText(
    language === 'fr' ? /^\d{2}\/\d{2}\/\d{4} \d{2}:\d{2}$/ : /^\d{1,2} [A-Z][a-z]{2} \d{4}, \d{2}:\d{2}$/,
  );
  // The browser is in UTC, and the page says which zone its times are in.
  await expect(time).toHaveAttribute('title', 'UTC');
  expect(await time.getAttribute('datetime')).toMatch(/^\d{4}-\d{2}-\d{2}T[\d:]+Z$/);
});
