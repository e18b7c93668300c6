// Shows what is recorded while it happens.
const standing = document.getElementById('standing');
if (standing) {
  const fill = (id, lines) => document.getElementById(id).replaceChildren(...lines);
  const item = text => {
    const line = document.createElement('li');
    line.textContent = text;
    return line;
  };
  const recorded = exchange => {
    const line = document.createElement('li');
    const code = document.createElement('code');
    code.textContent = exchange.line;
    line.append(code);
    return line;
  };

  document.getElementById('again').hidden = true;
  const show = event => {
    const state = JSON.parse(event.data);
    fill('recorded', state.exchanges.slice(-50).reverse().map(recorded));
    document.getElementById('nothing').hidden = state.exchanges.length > 0;
    if (standing.dataset.solved === 'yes') return;
    fill('seen', state.seen.map(remark => item(remark.text)));
    fill('missing', state.missing.map(remark => item(remark.text)));
    const near = document.getElementById('near');
    near.hidden = !state.nearMiss;
    near.firstElementChild.textContent = state.nearMiss?.text ?? '';
    const just = document.getElementById('just');
    if (state.solved && just.hidden) {
      just.hidden = false;
      countersign.say('Solved');
    }
  };
  countersign.listen(() => {
    const events = new EventSource(standing.dataset.stream);
    events.addEventListener('message', show);
    return events;
  });
}
