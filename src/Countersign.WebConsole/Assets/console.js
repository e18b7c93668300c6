// What all pages have. It runs before the page is drawn, so that a chosen theme does not flash.
(() => {
  'use strict';
  const themes = ['system', 'light', 'dark'];
  const root = document.documentElement;
  const kept = () => {
    try {
      return localStorage.getItem('theme');
    } catch {
      return null; // the browser keeps nothing
    }
  };
  const use = theme => {
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
    else delete root.dataset.theme;
  };
  use(kept());

  // What is said here, screen readers read out.
  const say = text => {
    const place = document.getElementById('said');
    place.textContent = '';
    setTimeout(() => place.textContent = text, 50);
  };

  const addThemes = () => {
    const button = document.getElementById('theme');
    const show = () => button.querySelector('span').textContent = root.dataset.theme ?? 'system';
    show();
    button.hidden = false;
    button.addEventListener('click', () => {
      const next = themes[(themes.indexOf(root.dataset.theme ?? 'system') + 1) % themes.length];
      use(next);
      try {
        localStorage.setItem('theme', next);
      } catch {
        // It lasts as long as the page.
      }
      show();
      say(`Theme: ${next}`);
    });
  };

  // Every <pre class="copy"> gets a button.
  const addCopies = part => {
    for (const text of part.querySelectorAll('pre.copy:not([data-copied])')) {
      text.dataset.copied = '';
      const frame = document.createElement('div');
      frame.className = 'copied';
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'small';
      button.textContent = 'Copy';
      button.setAttribute('aria-label', `Copy: ${text.getAttribute('aria-label') ?? 'text'}`);
      button.addEventListener('click', async () => {
        try {
          await navigator.clipboard.writeText(text.textContent);
          say('Copied');
          button.textContent = 'Copied';
        } catch {
          getSelection().selectAllChildren(text);
          button.textContent = 'Selected';
          say('Selected; copy it with the keyboard');
        }
        setTimeout(() => button.textContent = 'Copy', 2000);
      });
      text.replaceWith(frame);
      frame.append(button, text);
    }
  };

  // A double click sends a form once.
  const sent = new WeakMap();
  document.addEventListener('submit', event => {
    if (event.timeStamp - (sent.get(event.target) ?? -1000) < 1000) event.preventDefault();
    else {
      sent.set(event.target, event.timeStamp);
      say('Waiting for the answer');
    }
  });

  // A browser has six connections to a server for all its tabs together: one that nobody sees gives its own back after a while.
  const patience = 5000;
  const listen = (open, comeBack = open) => {
    let source = open();
    let leaving;
    const look = () => {
      clearTimeout(leaving);
      if (document.hidden) leaving = setTimeout(() => source.close(), patience);
      else if (source.readyState === EventSource.CLOSED) source = comeBack() ?? source;
    };
    document.addEventListener('visibilitychange', look);
    addEventListener('pagehide', () => source.close());
    if (document.hidden) look();
  };

  // On phones the navigation is a strip that is wider than the window: the page's own entry is to be seen.
  const showEntry = () => {
    const entry = document.querySelector('.side nav [aria-current]');
    const strip = entry?.closest('nav');
    if (!strip) return;
    const [at, within] = [entry.getBoundingClientRect(), strip.getBoundingClientRect()];
    strip.scrollLeft += at.left + at.width / 2 - within.left - within.width / 2;
  };

  document.addEventListener('DOMContentLoaded', () => {
    showEntry();
    addThemes();
    addCopies(document);
  });
  window.countersign = Object.freeze({ say, addCopies, listen });
})();
