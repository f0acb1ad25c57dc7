// What the pages need beside htmx. Without it everything still works; nothing is stored in the browser.
(() => {
  'use strict';
  const $ = (selector) => document.querySelector(selector);

  // Back after signing out may bring a whole page from memory: it hides when it is left, and is asked anew.
  const root = document.documentElement;
  addEventListener('pagehide', () => { root.hidden = true; });
  addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });

  addEventListener('DOMContentLoaded', () => {
    // Show or hide a password.
    for (const button of document.querySelectorAll('[data-reveal]')) {
      const input = document.getElementById(button.dataset.reveal);
      button.hidden = false;
      button.addEventListener('click', () => {
        const show = input.type === 'password';
        input.type = show ? 'text' : 'password';
        button.firstChild.textContent = show ? button.dataset.hide : button.dataset.show;
      });
    }
    printable();
    for (const button of document.querySelectorAll('[data-copy]')) {
      button.hidden = false;
      button.addEventListener('click', async () => {
        const text = document.getElementById(button.getAttribute('aria-controls'));
        text.select();
        // Without https there is no clipboard, only the old way.
        try { await navigator.clipboard.writeText(text.value); } catch { document.execCommand('copy'); }
        tell(button.dataset.copy);
      });
    }
    // A second press on a form that is on its way does nothing.
    for (const form of document.querySelectorAll('form[method=post]:not([hx-post])')) {
      form.addEventListener('submit', (event) => {
        if (form.dataset.sent) event.preventDefault();
        form.dataset.sent = 'yes';
      });
    }
    addEventListener('pageshow', () => {
      for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
    });
    const summary = $('.errsum');
    if (summary) summary.focus();
    watch();
  });

  // Signed out after ten idle minutes, with a warning one minute before. The server knows the time: it is
  // asked, so that another tab in use, or a computer that slept, is understood.
  function watch() {
    // The page after signing out lets the other tabs ask at once.
    const tabs = new BroadcastChannel('wvg');
    if (location.pathname === '/signed-out') tabs.postMessage('look');
    const dialog = $('#idle');
    if (!dialog) return;
    const wait = (seconds) => {
      clearTimeout(timer);
      timer = setTimeout(look, Math.max(seconds, 1) * 1000);
    };
    let timer;
    let end = Date.now() + Number(document.body.dataset.idle) * 1000;
    async function look(method = 'GET') {
      root.hidden = Date.now() > end;
      const headers = { 'X-CSRFToken': $('meta[name=csrf-token]').content };
      if (method === 'GET') headers['X-Poll'] = '1';
      try {
        const answer = await fetch('/session', { method, headers });
        if (answer.status < 500) end = Date.now() + (answer.ok && !answer.redirected ? (await answer.json()).left : 0) * 1000;
      } catch { /* without the server the time goes on */ }
      const left = (end - Date.now()) / 1000;
      if (left <= 0) {
        root.hidden = true;
        location.replace('/signed-out?idle');
        return;
      }
      root.hidden = false;
      if (left > 62) dialog.close();
      else if (!dialog.open) dialog.showModal();
      wait(left > 62 ? left - 60 : Math.min(left, 10));
    }
    $('#idle-stay').addEventListener('click', () => look('POST'));
    document.addEventListener('visibilitychange', () => { if (!document.hidden) look(); });
    tabs.addEventListener('message', () => look());
    wait(Number(document.body.dataset.idle) - 60);
  }

  // Also on a part of the page that came later.
  function printable() {
    for (const button of document.querySelectorAll('[data-print]')) button.hidden = false;
  }
  document.addEventListener('htmx:after:swap', printable);
  document.addEventListener('click', (event) => { if (event.target.closest('[data-print]')) print(); });

  // Open panels close with Escape or a press elsewhere.
  const close = (but) => {
    for (const open of document.querySelectorAll('.cant[open],.pick[open]')) if (!open.contains(but)) open.open = false;
  };
  document.addEventListener('click', (event) => close(event.target));
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    const open = $('.cant[open],.pick[open]');
    if (open) { open.open = false; open.querySelector('summary').focus(); }
  });

  document.addEventListener('htmx:config:request', (event) => {
    const { request, sourceElement } = event.detail.ctx;
    request.headers['X-CSRFToken'] = $('meta[name=csrf-token]').content;
    if (sourceElement?.id === 'freshen') request.headers['X-Poll'] = '1';
  });
  // The board freshens by itself, but never under somebody's hands.
  document.addEventListener('htmx:before:swap', (event) => {
    const { ctx, tasks } = event.detail;
    if (ctx.sourceElement?.id !== 'freshen') return;
    // .htmx-added: it has just come, and what was pressed in it is about to get focus again.
    const busy = (target) => target && (target.contains(document.activeElement) || target.matches('.htmx-added')
      || target.querySelector('details[open]'));
    const skipped = tasks.some((task) => busy(task.target));
    for (let n = tasks.length; n--;) {
      if (busy(tasks[n].target) || (skipped && tasks[n].target?.id === 'freshen')) tasks.splice(n, 1);
    }
  });
  document.addEventListener('htmx:error', (event) => {
    if (event.detail.ctx?.sourceElement?.id === 'freshen') return;
    tell($('#message').dataset.offline, 'notice--bad');
  });
  function tell(words, look = '') {
    const line = document.createElement('p');
    line.className = `notice ${look}`;
    line.textContent = words;
    $('#message').replaceChildren(line);
  }
})();
