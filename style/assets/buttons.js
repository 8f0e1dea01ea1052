// Buttons that copy something (data-copy, data-copy-of) or print the page (data-print), and all
// buttons while the page moves; on pages with WebAssembly and without.
'use strict';

document.addEventListener('click', async ({ target }) => {
  const button = target instanceof Element && target.closest('[data-copy], [data-copy-of], [data-print]');
  if (!button) return;
  const { copy, copyOf, print, done } = button.dataset;
  if (print !== undefined) return window.print();
  const text = copy ?? document.getElementById(copyOf)?.value ?? '';
  if (text === '' || button.dataset.label) return;
  if (!(await copied(text))) return;
  button.dataset.label = button.textContent;
  button.textContent = done;
  setTimeout(() => {
    button.textContent = button.dataset.label;
    delete button.dataset.label;
  }, 2000);
});

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without HTTPS there is no clipboard, but this is still obeyed.
    const field = document.createElement('textarea');
    field.value = text;
    field.setAttribute('aria-hidden', 'true');
    field.style.position = 'fixed';
    const focused = document.activeElement;
    document.body.append(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    focused?.focus();
    return done;
  }
}

// A button that something pushed aside between press and release, such as what is said at the field
// that one has just left, is pressed all the same: the pointer has stayed where it was.
let pressed;

document.addEventListener('pointerdown', ({ target, button, clientX, clientY }) => {
  pressed = target instanceof Element && button === 0 && { on: target.closest('button'), clientX, clientY };
});

document.addEventListener('pointerup', ({ target, clientX, clientY }) => {
  const { on, ...from } = pressed || {};
  pressed = undefined;
  if (!on || on.contains(target)) return;
  if (Math.hypot(clientX - from.clientX, clientY - from.clientY) < 4) on.click();
});

document.documentElement.setAttribute('data-buttons', 'on');
