// Shows the fields that the chosen scheme needs, and keeps requests in this browser: their addresses, which have no secrets in them.
const scheme = document.getElementById('as');
const parts = document.querySelectorAll('[data-for]');
const fit = () => {
  for (const part of parts) part.hidden = !part.dataset.for.split(' ').includes(scheme.value);
};
scheme.addEventListener('change', fit);
fit();

// What came in the end is what people look for.
const answer = [...document.querySelectorAll('section[id^="exchange-"] details')].at(-1);
if (answer) answer.open = true;

const name = 'playground';
const most = 50;
const read = () => {
  try {
    const kept = JSON.parse(localStorage.getItem(name) ?? '[]');
    return Array.isArray(kept) ? kept.filter(each => typeof each?.query === 'string' && each.query.startsWith('?') && typeof each.name === 'string') : [];
  } catch {
    return [];
  }
};
const write = kept => {
  try {
    localStorage.setItem(name, JSON.stringify(kept.slice(0, most)));
    return true;
  } catch {
    return false; // the browser keeps nothing
  }
};

const place = document.getElementById('kept');
const show = () => {
  const kept = read();
  place.hidden = kept.length === 0;
  place.querySelector('ul').replaceChildren(...kept.map(each => {
    const link = document.createElement('a');
    link.href = `${location.pathname}${each.query}`;
    link.textContent = each.name;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'small';
    button.textContent = 'Forget';
    button.setAttribute('aria-label', `Forget ${each.name}`);
    button.addEventListener('click', () => {
      write(read().filter(other => other.query !== each.query));
      show();
      countersign.say('Forgotten');
    });
    const item = document.createElement('li');
    item.append(link, button);
    return item;
  }));
};
show();

const keep = document.getElementById('keep');
if (keep) {
  keep.hidden = false;
  keep.addEventListener('click', () => {
    const { query, name: title } = document.getElementById('link').dataset;
    const isKept = write([{ query, name: title }, ...read().filter(each => each.query !== query)]);
    show();
    countersign.say(isKept ? 'Kept' : 'This browser keeps nothing');
  });
}
