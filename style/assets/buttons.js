// Buttons that copy something (data-copy, data-copy-of) or print the page (data-print), on pages
// with WebAssembly and without.
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

document.documentElement.setAttribute('data-buttons', 'on');
