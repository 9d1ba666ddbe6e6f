const { app } = require('@azure/functions');
const df = require('durable-functions');

app.http('start', {
  methods: ['POST'],
  route: 'start/{orchestrator}/{id?}',
  extraInputs: [df.input.durableClient()],
  handler: async (request, context) => {
    const client = df.getClient(context);
    const instanceId = await client.startNew(request.params.orchestrator, {
      instanceId: request.params.id,
      input: await request.json(),
    });
    return client.createCheckStatusResponse(request, instanceId);
  },
});

// Calls any method of the durable client: the body holds its arguments.
app.http('call', {
  methods: ['POST'],
  route: 'client/{method}',
  extraInputs: [df.input.durableClient()],
  handler: async (request, context) => {
    const given = await request.json();
    try {
      const result = await df.getClient(context)[request.params.method](...given.map(withDates));
      return { jsonBody: { result } };
    } catch (error) {
      return { jsonBody: { error: error.message } };
    }
  },
});

function withDates(argument) {
  for (const name of ['createdTimeFrom', 'createdTimeTo']) {
    if (argument?.[name] !== undefined) argument[name] = new Date(argument[name]);
  }
  return argument;
}
