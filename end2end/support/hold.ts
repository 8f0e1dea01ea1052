import type { Page, Request } from '@playwright/test';

/** Requests that wait as on a slow line. */
export interface Held {
  /** The first of them, once it is made. */
  asked: Promise<Request>;
  letGo: () => void;
}

/** Lets a page's requests of an address wait. */
export async function hold(page: Page, address: RegExp): Promise<Held> {
  let letGo = () => {};
  const end = new Promise<void>((resolve) => (letGo = resolve));
  await page.route(address, async (route) => {
    await end;
    await route.continue();
  });
  return { asked: page.waitForRequest(address), letGo };
}
