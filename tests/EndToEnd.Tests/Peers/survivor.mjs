// Ten requests at once by the code of docs/how-to/survive-a-401.md, whose token ends among them: node survivor.mjs SCRIPTS BASE QUERY
import { pathToFileURL } from 'node:url';

const [scripts, base, query] = process.argv.slice(2);
const from = name => import(pathToFileURL(`${scripts}/${name}`));
const { tokenKeeper } = await from('token-keeper.js');
const { byRefreshToken } = await from('renewal.js');
const { fetchWith } = await from('fetch-with-token.js');
const { axiosWith } = await from('axios-with-token.js');

async function tenTimes(make) {
  const minted = await (await fetch(`${base}idp/mint?${query}`)).json();
  const renew = byRefreshToken(`${base}idp/token`, 'playground', minted.refresh_token);
  let renewals = 0;
  const keeper = tokenKeeper(() => { renewals += 1; return renew(); }, minted.access_token);
  const send = make(keeper);
  const statuses = await Promise.all(Array.from({ length: 10 }, () => send().catch(error => error.response?.status ?? error.message)));
  return { statuses, renewals };
}

const place = `${base}sim/401/bearer`;
console.log(JSON.stringify({
  fetch: await tenTimes(keeper => async () => (await fetchWith(keeper)(place, { method: 'POST', body: 'order' })).status),
  axios: await tenTimes(keeper => async () => (await axiosWith(keeper).post(place, { order: 1 })).status),
}));
