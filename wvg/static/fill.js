// The weeks as a sheet: a few letters complete a name; Enter and the arrows keep it and go to the next box.
(() => {
  'use strict';
  const cell = (event) => (event.target.matches?.('[data-cell]') ? event.target : null);
  const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  let names = [];

  addEventListener('DOMContentLoaded', () => {
    names = [...document.querySelectorAll('#names option')].map((option) => option.value);
    for (const button of document.querySelectorAll('[data-row]')) button.hidden = true;
  });

  const keep = (input) => {
    if (input.value.trim() !== input.defaultValue) input.dispatchEvent(new Event('fill', { bubbles: true }));
  };

  const go = (input, down, right) => {
    const rows = [...document.querySelectorAll('.fill tbody tr')];
    const at = input.closest('td');
    let next = null;
    if (right) {
      for (let to = at; (to = right > 0 ? to.nextElementSibling : to.previousElementSibling) && !next;) next = to.querySelector('[data-cell]');
    } else {
      for (let n = rows.indexOf(at.parentElement) + down; rows[n] && !next; n += down) next = rows[n].cells[at.cellIndex]?.querySelector('[data-cell]');
    }
    if (next) next.focus();
    else keep(input);
  };

  document.addEventListener('focusin', (event) => {
    const input = cell(event);
    if (!input) return;
    input.removeAttribute('list');
    input.select();
  });
  document.addEventListener('focusout', (event) => { if (cell(event)) keep(event.target); });

  document.addEventListener('input', (event) => {
    const input = cell(event);
    if (!input || !event.inputType?.startsWith('insert') || input.selectionEnd !== input.value.length) return;
    const typed = input.value;
    const found = typed && names.find((name) => fold(name).startsWith(fold(typed)));
    if (!found) return;
    input.value = found;
    input.setSelectionRange(typed.length, found.length);
  });

  document.addEventListener('keydown', (event) => {
    const input = cell(event);
    if (!input || event.altKey || event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && event.key === 'z' && input.value === input.defaultValue) {
      document.querySelector('#message .toast button')?.click();
    } else if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    else if (event.key === 'Enter' || event.key === 'ArrowDown') go(input, 1, 0);
    else if (event.key === 'ArrowUp') go(input, -1, 0);
    else if (event.key === 'ArrowRight' && input.selectionEnd === input.value.length) go(input, 0, 1);
    else if (event.key === 'ArrowLeft' && input.selectionStart === 0) go(input, 0, -1);
    else if (event.key === 'Escape') input.value = input.defaultValue;
    else return;
    event.preventDefault();
  });
})();
