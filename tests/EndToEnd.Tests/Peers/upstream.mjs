// A service behind the gateway, on another stack than ours, that tells octet by octet what it got.
import { createServer } from 'node:http';
import { serve } from './lines.mjs';

let last;
const server = createServer(async (request, response) => {
  const content = [];
  for await (const part of request) content.push(part);
  last = { target: request.url, fields: request.rawHeaders.join('\n').toLowerCase(), headers: request.headers, body: Buffer.concat(content).toString('latin1') };
  response.end();
});

serve({
  async open() {
    await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
    return `http://127.0.0.1:${server.address().port}`;
  },

  // The request that came last; it is told once.
  take() {
    const taken = last;
    last = undefined;
    return taken;
  },
});
