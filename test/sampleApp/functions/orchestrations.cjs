const df = require('durable-functions');

const attempts = new Map();

df.app.activity('double', { handler: (input) => input * 2 });
df.app.activity('same', { handler: (input) => input });
df.app.activity('whereAmI', { handler: (_, context) => context.triggerMetadata.instanceId });
df.app.activity('fail', {
  handler: (input) => {
    throw new TypeError(`failed with ${input}`);
  },
});
df.app.activity('failAtFirst', {
  handler: ({ key, failures }) => {
    const attempt = (attempts.get(key) ?? 0) + 1;
    attempts.set(key, attempt);
    if (attempt <= failures) throw new Error(`attempt ${attempt} failed`);
    return attempt;
  },
});

df.app.orchestration('fanOut', function* (context) {
  const tasks = context.df.getInput().map((number) => context.df.callActivity('double', number));
  return yield context.df.Task.all(tasks);
});

df.app.orchestration('values', function* (context) {
  const returned = [];
  for (const value of context.df.getInput()) returned.push(yield context.df.callActivity('same', value));
  return returned;
});

df.app.orchestration('retry', function* (context) {
  const { failures, attempts: most } = context.df.getInput();
  const options = new df.RetryOptions(1000, most);
  options.backoffCoefficient = 2;
  const key = context.df.instanceId;
  return yield context.df.callActivityWithRetry('failAtFirst', options, { key, failures });
});

df.app.orchestration('failing', function* (context) {
  yield context.df.callActivity('fail', 'reason');
});

df.app.orchestration('catching', function* (context) {
  try {
    yield context.df.callActivity('fail', 'reason');
  } catch (error) {
    return {
      name: error.name,
      message: error.message.split('\n')[0].trim(),
      type: error.failureDetails?.errorType,
    };
  }
});

df.app.orchestration('sleep', function* (context) {
  const began = context.df.currentUtcDateTime.getTime();
  yield context.df.createTimer(new Date(began + context.df.getInput()));
  return context.df.currentUtcDateTime.getTime() - began;
});

df.app.orchestration('parent', function* (context) {
  const child = (input, id) => context.df.callSubOrchestrator('child', input, id);
  const results = yield context.df.Task.all([child(1), child(2, `${context.df.instanceId}-two`)]);
  try {
    yield context.df.callSubOrchestrator('failing');
  } catch (error) {
    results.push(error.name);
  }
  return results;
});

df.app.orchestration('child', function* (context) {
  const double = yield context.df.callActivity('double', context.df.getInput());
  return { double, id: context.df.instanceId, parent: context.df.parentInstanceId };
});

df.app.orchestration('approval', function* (context) {
  const timeout = context.df.createTimer(
    new Date(context.df.currentUtcDateTime.getTime() + context.df.getInput()),
  );
  const approval = context.df.waitForExternalEvent('approval');
  const first = yield context.df.Task.any([approval, timeout]);
  if (first === timeout) return 'too late';
  timeout.cancel();
  return { approved: approval.result };
});

df.app.orchestration('twoEvents', function* (context) {
  const first = yield context.df.waitForExternalEvent('message');
  const second = yield context.df.waitForExternalEvent('message');
  return [first, second];
});

df.app.orchestration('rounds', function* (context) {
  const { round, last } = context.df.getInput();
  const message = yield context.df.waitForExternalEvent('go');
  context.df.setCustomStatus({ round, message });
  if (round < last) context.df.continueAsNew({ round: round + 1, last });
  else return round;
});

df.app.orchestration('steps', function* (context) {
  context.df.setCustomStatus({ step: 'first', percent: 10 });
  yield context.df.waitForExternalEvent('next');
  context.df.setCustomStatus({ step: 'second', percent: 90 });
  yield context.df.waitForExternalEvent('next');
  return 'done';
});

df.app.orchestration('calling', function* (context) {
  const { statusCode, content } = yield context.df.callHttp({
    method: 'POST',
    url: context.df.getInput(),
    body: { question: 'ready?' },
  });
  return { statusCode, content };
});

df.app.orchestration('where', function* (context) {
  return yield context.df.callActivity('whereAmI');
});

df.app.orchestration('reusing', function* (context) {
  const slow = context.df.waitForExternalEvent('slow');
  const quick = context.df.callActivity('same', 'quick');
  yield context.df.Task.any([slow, quick]);
  yield context.df.Task.any([slow, context.df.callActivity('same', 'again')]);
  return 'done';
});

df.app.orchestration('unknownActivity', function* (context) {
  yield context.df.callActivity('notThere');
});

// For the test that kills the host: many activities in flight, and a timer and an event to wait for.
df.app.orchestration('long', function* (context) {
  const count = context.df.getInput();
  const doubles = [];
  for (let round = 0; round < count; round++) {
    const tasks = Array.from({ length: 5 }, (_, index) =>
      context.df.callActivity('double', round * 5 + index),
    );
    doubles.push(...(yield context.df.Task.all(tasks)));
  }
  yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 20));
  const word = yield context.df.waitForExternalEvent('word');
  return { sum: doubles.reduce((sum, each) => sum + each, 0), word };
});
