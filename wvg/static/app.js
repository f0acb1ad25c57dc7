// What the pages need beside htmx. Without it everything still works; nothing is stored in the browser.
(() => {
  'use strict';
  const $ = (selector) => document.querySelector(selector);

  // Back after signing out may bring a whole page from memory: hide it and ask the server again.
  addEventListener('pageshow', (event) => {
    if (event.persisted) {
      document.documentElement.hidden = true;
      location.reload();
    }
  });

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
    for (const button of document.querySelectorAll('[data-print]')) {
      button.hidden = false;
      button.addEventListener('click', () => print());
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

  // Signed out after ten idle minutes, with a warning one minute before. The server knows the time:
  // it is asked, so that a second tab in use, or a computer that slept, is understood.
  function watch() {
    const dialog = $('#idle');
    if (!dialog) return;
    let timer;
    const ask = async (method) => {
      const headers = { 'X-CSRFToken': $('meta[name=csrf-token]').content };
      if (method === 'GET') headers['X-Poll'] = '1';
      try {
        const answer = await fetch('/session', { method, headers });
        if (answer.ok && !answer.redirected) return (await answer.json()).left;
      } catch { return null; }
      return 0;
    };
    const wait = (left) => {
      clearTimeout(timer);
      const until = Date.now() + left * 1000;
      const look = async () => {
        const now = await ask('GET');
        if (now === null) timer = setTimeout(look, 5000);
        else if (now <= 0) location.replace('/signed-out?idle');
        else if (now > 62) { if (dialog.open) dialog.close(); wait(now); }
        else { if (!dialog.open) dialog.showModal(); timer = setTimeout(look, Math.min(now, 10) * 1000 + 500); }
        // Without the server nobody may keep reading for ever.
        if (now === null && Date.now() > until) { document.body.hidden = true; location.replace('/signed-out?idle'); }
      };
      timer = setTimeout(look, Math.max(left - 60, 1) * 1000);
    };
    $('#idle-stay').addEventListener('click', async () => { wait(await ask('POST') || 1); dialog.close(); });
    document.addEventListener('visibilitychange', () => { if (!document.hidden) wait(1); });
    wait(Number(document.body.dataset.idle));
    document.addEventListener('htmx:after:swap', (event) => {
      if (event.detail.ctx?.sourceElement?.id !== 'freshen') wait(600);
    });
  }

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
    event.detail.ctx.request.headers['X-CSRFToken'] = $('meta[name=csrf-token]').content;
  });
  // The board freshens by itself, but never under somebody's hands.
  document.addEventListener('htmx:before:swap', (event) => {
    const { ctx, tasks } = event.detail;
    if (ctx.sourceElement?.id !== 'freshen') return;
    const busy = (target) => target && (target.contains(document.activeElement) || target.querySelector('details[open]'));
    const skipped = tasks.some((task) => busy(task.target));
    for (let n = tasks.length; n--;) {
      if (busy(tasks[n].target) || (skipped && tasks[n].target?.id === 'freshen')) tasks.splice(n, 1);
    }
  });
  document.addEventListener('htmx:error', (event) => {
    if (event.detail.ctx?.sourceElement?.id === 'freshen') return;
    const message = $('#message');
    const line = document.createElement('p');
    line.className = 'notice notice--bad';
    line.textContent = message.dataset.offline;
    message.replaceChildren(line);
  });
})();
