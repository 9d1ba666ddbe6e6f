const { app } = require('@azure/functions');
const seen = require('../seen.cjs');

app.hook.appStart(() => void seen.push('app started'));
app.hook.appTerminate(() => void seen.push('app terminated'));

app.hook.preInvocation((context) => {
  if (context.invocationContext.functionName !== 'hooked') return;
  context.hookData.before = true;
  const handler = context.functionHandler;
  context.functionHandler = async (...inputs) => ({ ...(await handler(...inputs)), status: 203 });
});

app.hook.postInvocation((context) => {
  if (context.invocationContext.functionName !== 'hooked') return;
  context.result = { ...context.result, headers: { 'x-hooked': String(context.hookData.before) } };
});

app.http('hooked', { methods: ['GET'], handler: () => ({ body: 'hooked' }) });

app.http('seen', { methods: ['GET'], handler: () => ({ jsonBody: seen }) });
