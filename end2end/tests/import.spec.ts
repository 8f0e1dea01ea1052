import { expect, test } from '../support/test.ts';

// Accounts of another server move in: first one sees what would happen, then it is done.

// The password is the one of the hash: nobody has to be told another one.
const anna = { name: 'anna', password: 'Hello world!' };
const passwd = [
  'anna:$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1:1001:1001::/srv/old/anna:/bin/false',
  'bert:!:1001:1001::/srv/old/bert:/bin/false',
  'root:!:1001:1001::/srv/old/root:/bin/false',
  '',
].join('\n');
const file = { name: 'ftpd.passwd', mimeType: 'text/plain', buffer: Buffer.from(passwd) };

test('accounts move in with their passwords', { tag: ['@plain', '@language'] }, async ({ panel, page, berth, t }) => {
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await page.getByRole('link', { name: t.importAccounts }).click();
  await expect(panel.heading(t.importTitle)).toBeVisible();
  await panel.ready();
  await panel.field(t.importFormat).selectOption('proftpd');
  await panel.field(t.importFile).setInputFiles(file);
  await panel.field(t.importFolders).fill('/srv/old=/');
  await page.getByRole('button', { name: t.importPreview, exact: true }).click();

  // One is refused for its name, and what was typed is still there.
  await expect(page.getByText(t.importWouldBe)).toBeVisible();
  await expect(page.getByText(t.importStopped)).toBeVisible();
  await expect(page.getByRole('button', { name: t.importSome(3) })).toHaveCount(0);
  await panel.ready();
  await expect(panel.field(t.importFolders)).toHaveValue('/srv/old=/');
  await expect(panel.field(t.importFormat)).toHaveValue('proftpd');
  await panel.field(t.importNames).fill('root=site-root');
  // The file is kept.
  await page.getByRole('button', { name: t.importPreview, exact: true }).click();

  await expect(page.getByRole('button', { name: t.importSome(3) })).toBeVisible();
  await panel.ready();
  await page.getByRole('button', { name: t.importSome(3) }).click();
  await expect(panel.status.first()).toContainText(t.imported(3));
  const link = await panel.field(t.importLink('bert')).inputValue();
  expect(link).toContain('/set-password/');
  await expect(panel.field(t.importLink('anna'))).toHaveCount(0);
  expect(await berth.ftp.accepts(anna)).toBe(true);

  // Links are shown once.
  await page.reload();
  await expect(page.getByText(t.importLinksShown)).toBeVisible();
  await expect(panel.field(t.importLink('bert'))).toHaveCount(0);
  await panel.openFtpAccess();
  await expect(panel.row('site-root')).toBeVisible();
});

test('a file is for the browser alone that sent it', { tag: '@language' }, async ({ panel, page, berth, t, otherPanel }) => {
  await panel.signIn(berth.admin);
  await panel.open('/subscriptions/example.com/import');
  await panel.field(t.importFormat).selectOption('proftpd');
  await panel.field(t.importFile).setInputFiles(file);
  await page.getByRole('button', { name: t.importPreview, exact: true }).click();
  await expect(page.getByText(t.importWouldBe)).toBeVisible();
  const other = await otherPanel();
  await other.signIn(berth.admin);
  await other.open(new URL(page.url()).pathname + new URL(page.url()).search);
  await expect(other.page.getByText(t.importGone)).toBeVisible();
});
