// Clients of Node that ask the simulator with a password: axios, undici by itself, and the fetch that is made of it.
import axios from 'axios';
import { request } from 'undici';
import { serve } from './lines.mjs';

const basic = (user, password) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

const clients = {
  async axios({ url, user, password }) {
    const { status, headers } = await axios.get(url, { auth: { username: user, password }, proxy: false, validateStatus: null });
    return { status, challenge: headers['www-authenticate'] };
  },
  async undici({ url, user, password }) {
    const { statusCode, headers, body } = await request(url, { headers: { authorization: basic(user, password) } });
    await body.dump();
    return { status: statusCode, challenge: headers['www-authenticate'] };
  },
  async fetch({ url, user, password }) {
    const answer = await fetch(url, { headers: { authorization: basic(user, password) } });
    return { status: answer.status, challenge: answer.headers.get('www-authenticate') };
  },
};

serve({ get: ({ client, ...call }) => clients[client](call) });
