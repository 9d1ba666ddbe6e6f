const { app } = require('@azure/functions');
const seen = require('../seen.cjs');

app.eventGrid('onEvent', {
  handler: (event, context) => {
    if (event.data.fail) throw new Error('refused on purpose');
    seen.push({ event: event.id, data: context.triggerMetadata.data });
  },
});

app.timer('everyFiveMinutes', {
  schedule: '0 */5 * * * *',
  handler: (timer) => void seen.push({ timer: 'everyFiveMinutes', ...timer }),
});

app.timer('bySetting', {
  schedule: '%SAMPLE_SCHEDULE%',
  handler: () => void seen.push({ timer: 'bySetting' }),
});
