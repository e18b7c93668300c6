// A site with every fault below /before and every remedy below /after. In place of a line such as "//: challenge" its snippet is put.
import express from 'express';

const people = { 'Bearer good': 'anna' };
const findUser = request => people[request.get?.('Authorization')];
const verify = token => ({ good: { scope: 'orders:read' }, weak: { scope: 'profile' } })[token];
const newSession = () => 'mF9B5f41JqM3vT8w';
const site = express();

const before = {
  challenge: app => app.use((request, response, next) => (findUser(request) ? next() : response.sendStatus(401))),
  basic: app => app.use((request, response) => response.set('WWW-Authenticate', 'Basic').sendStatus(401)),
  bearer: app => app.use((request, response) => response.set('WWW-Authenticate', 'Bearer').sendStatus(401)),
  scope: app => app.use((request, response) => response.set('WWW-Authenticate', 'Bearer realm="api", error="insufficient_scope"').sendStatus(401)),
  'resource-metadata': app => app.use((request, response) => response.set('WWW-Authenticate', 'Bearer realm="api"').sendStatus(401)),
  'no-login-page': app => app.use((request, response) => response.redirect('/login')),
  'no-store': app => app.use((request, response) => response.set({ 'WWW-Authenticate': 'Bearer realm="api"', 'Cache-Control': 'public, max-age=600' }).sendStatus(401)),
  cors: app => app.use((request, response, next) => {
    if (!findUser(request)) return response.set('WWW-Authenticate', 'Bearer realm="api"').sendStatus(401);
    response.set({ 'Access-Control-Allow-Origin': request.get('Origin'), Vary: 'Origin' });
    next();
  }),
  cookie: app => app.post('/sign-in', (request, response) => response.cookie('session', newSession()).sendStatus(204)),
};

const after = {
  challenge(app) {
    //: challenge
  },
  basic(app) {
    const findUser = () => undefined;
    //: basic
  },
  bearer(app) {
    //: bearer
  },
  scope(app) {
    app.use((request, response, next) => {
      request.claims = verify(request.get('Authorization').slice(7));
      next();
    });
    //: scope
  },
  'resource-metadata'(app) {
    //: resource-metadata
  },
  'no-login-page'(app) {
    //: no-login-page
  },
  'no-store'(app) {
    //: no-store
    before['no-store'](app);
  },
  cors(app) {
    //: cors
    app.use((request, response, next) => (findUser(request) ? next() : response.set('WWW-Authenticate', 'Bearer realm="api"').sendStatus(401)));
  },
  cookie(app) {
    //: cookie
  },
};

for (const [when, remedies] of Object.entries({ before, after })) {
  for (const [remedy, add] of Object.entries(remedies)) {
    const app = express();
    add(app);
    app.get('/orders', (request, response) => response.json([]));
    site.use(`/${when}/${remedy}`, app);
  }
}

site.listen(Number(process.argv[2]), '127.0.0.1');
