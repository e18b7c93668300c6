// Decisions as they happen. Batches come twice a second at most; what comes between two frames is drawn once.
const live = document.getElementById('live');
const rows = document.getElementById('rows');
const reasons = document.getElementById('reasons');
const state = document.getElementById('state');
const pause = document.getElementById('pause');
const most = Number(live.dataset.most);
const number = new Intl.NumberFormat('en');
const step = Number(live.dataset.step);
const minutes = recent => Math.round(recent.length * step / 60);
let isPaused = false;
let waiting = [];
let latest = null;
let isDue = false;

const add = (row, text) => {
  const cell = document.createElement('td');
  cell.textContent = text ?? '';
  row.append(cell);
  return cell;
};

const rowOf = decision => {
  const row = document.createElement('tr');
  row.className = decision.outcome;
  add(row, decision.time);
  const word = document.createElement('span');
  word.className = 'word';
  word.textContent = decision.outcome;
  add(row, '').append(word);
  const reason = add(row, decision.reference ? '' : decision.reason);
  if (decision.reference) {
    const link = document.createElement('a');
    link.href = live.dataset.explain + encodeURIComponent(decision.reference);
    link.textContent = decision.reason;
    reason.append(link);
  }
  add(row, decision.route);
  add(row, decision.request);
  add(row, decision.client);
  add(row, decision.subject);
  return row;
};

const svg = name => document.createElementNS('http://www.w3.org/2000/svg', name);

const chart = () => {
  const picture = svg('svg');
  picture.setAttribute('class', 'bars');
  picture.setAttribute('preserveAspectRatio', 'none');
  picture.setAttribute('role', 'img');
  picture.append(svg('path'));
  return picture;
};

const draw = (picture, what, recent) => {
  const peak = Math.max(0, ...recent);
  const path = recent.map((count, at) => count > 0 ? `M${5 * at} 40v-${Math.max(1, Math.floor(40 * count / peak))}h4V40z` : '').join('');
  picture.setAttribute('viewBox', `0 0 ${5 * recent.length} 40`);
  picture.setAttribute('aria-label', `${what} in the last ${minutes(recent)} minutes: ${number.format(sum(recent))}, at most ${number.format(peak)} in ${step} seconds`);
  picture.querySelector('path').setAttribute('d', path);
};

const sum = counts => counts.reduce((all, count) => all + count, 0);

const fill = (place, what, total, recent) => {
  place.querySelector('[data-total]').textContent = number.format(total);
  place.querySelector('[data-lately]').textContent = number.format(sum(recent));
  draw(place.querySelector('svg'), what, recent);
};

const reasonRow = count => {
  const kind = `${count.outcome} ${count.reason ?? ''}`;
  let row = [...reasons.rows].find(each => each.dataset.kind === kind);
  if (row) return row;
  row = document.createElement('tr');
  row.dataset.kind = kind;
  row.className = count.outcome;
  add(row, count.outcome);
  add(row, count.reason);
  for (const name of ['lately', 'total']) {
    const cell = add(row, '');
    cell.className = 'number';
    cell.dataset[name] = '';
  }
  add(row, '').append(chart());
  reasons.append(row);
  return row;
};

const drawCounts = counts => {
  for (const count of counts) fill(reasonRow(count), count.reason ?? count.outcome, count.total, count.recent);
  for (const place of live.querySelectorAll('.sum')) {
    const own = counts.filter(count => count.outcome === place.dataset.outcome);
    const recent = own.reduce((all, count) => all.map((value, at) => value + count.recent[at]), (counts[0]?.recent ?? []).map(() => 0));
    fill(place, place.dataset.outcome, sum(own.map(count => count.total)), recent);
  }
};

const show = () => {
  isDue = false;
  drawCounts(latest.counts);
  if (!isPaused && waiting.length > 0) {
    document.getElementById('none').hidden = true;
    rows.prepend(...waiting.map(rowOf).reverse());
    waiting = [];
    while (rows.rows.length > most) rows.lastElementChild.remove();
  }
  live.dataset.matched = latest.matched;
  state.textContent = `${isPaused ? 'The list is paused' : 'Live'}: ${number.format(latest.matched)} of these since the page was opened.`;
};

let source;
countersign.listen(() => {
  source = new EventSource(live.dataset.stream);
  source.addEventListener('message', message => {
    latest = JSON.parse(message.data);
    waiting = [...waiting, ...latest.newest].slice(-most);
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(show);
  });
  source.addEventListener('error', () => state.textContent = 'The gateway does not answer; what is shown is old. Asking again.');
  return source;
}, () => {
  // What came meanwhile is in the page as it is now; a list that somebody has stopped stays.
  if (isPaused) state.textContent = 'The list is paused, and counts have stopped while nobody looked.';
  else location.reload();
});

pause.hidden = false;
pause.addEventListener('click', () => {
  isPaused = !isPaused;
  if (source.readyState === EventSource.CLOSED) return location.reload();
  pause.textContent = isPaused ? 'Go on with the list' : 'Pause the list';
  countersign.say(isPaused ? 'The list is paused, counts go on' : 'The list goes on');
  if (latest) show();
});
