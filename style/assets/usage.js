// Draws what a home directory holds anew, as long as it is being counted.
'use strict';

const PAUSE = 700;

async function look() {
  const shown = document.getElementById('usage');
  if (!shown || !('counting' in shown.dataset)) return;
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const now = page.getElementById('usage');
    // Signed out meanwhile, or the account is gone: the page itself says so.
    if (!answer.ok || !now) return location.reload();
    if (now.innerHTML !== shown.innerHTML) shown.innerHTML = now.innerHTML;
    if (!('counting' in now.dataset)) delete shown.dataset.counting;
  } catch {
    // The server cannot be reached for the moment.
  }
  setTimeout(look, PAUSE);
}

setTimeout(look, PAUSE);
