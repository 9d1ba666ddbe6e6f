const everySecond = 1_000;

/**
 * Calls `stop` once the process that started this one is gone. npm passes a signal to its shell and not to what the
 * shell runs, so without this a stopped `npm start` would leave everything running, and its ports taken.
 */
export function onParentGone(stop: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, everySecond);
  timer.unref();
}
