const { Buffer } = require('node:buffer');
const { app } = require('@azure/functions');

if (process.env.SAMPLE_STREAMING === 'on') app.setup({ enableHttpStream: true });

app.http('hello', {
  methods: ['GET'],
  route: 'hello/{name}/{times:int?}',
  handler: (request) => ({
    jsonBody: {
      url: request.url,
      name: request.params.name,
      times: request.params.times ?? null,
      greeting: request.query.get('greeting'),
      agent: request.headers.get('x-agent'),
      setting: process.env.SAMPLE_SETTING,
    },
    cookies: [{ name: 'seen', value: 'yes', path: '/', maxAge: 60, httpOnly: true, sameSite: 'Strict' }],
  }),
});

app.http('helloWorld', {
  methods: ['GET'],
  route: 'hello/world',
  handler: () => ({ body: 'the literal route' }),
});

app.http('file', {
  methods: ['GET'],
  route: 'files/{*path}',
  handler: (request) => ({ body: request.params.path }),
});

app.http('echo', {
  methods: ['POST', 'PUT'],
  handler: async (request) => ({
    status: 201,
    headers: { 'content-type': request.headers.get('content-type') },
    body: Buffer.from(await request.arrayBuffer()),
  }),
});

app.http('nothing', { methods: ['POST'], handler: () => undefined });

app.http('broken', {
  methods: ['GET'],
  handler: () => {
    throw new Error('broken on purpose');
  },
});

app.http('countdown', {
  methods: ['POST'],
  handler: (request) => ({
    headers: { 'content-type': 'text/plain' },
    body: (async function* () {
      for await (const chunk of request.body) yield Buffer.from(chunk).toString().toUpperCase();
      yield ' and done';
    })(),
  }),
});
