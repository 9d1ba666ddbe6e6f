import { styleText } from 'node:util';

/** Tells the story of the demo on the terminal, each line with the seconds since its start. */
export class Narrator {
  readonly #start = performance.now();
  #chapter = 0;

  readonly chapter = (title: string): void => {
    this.#chapter += 1;
    console.log(`\n${styleText('bold', `${this.#chapter}. ${title}`)}`);
  };

  readonly say = (line: string): void => {
    console.log(`   ${styleText('dim', `${this.seconds.toFixed(1).padStart(5)} s`)}  ${line}`);
  };

  /** Lines that belong to the one before, such as an excerpt. */
  readonly quote = (text: string): void => {
    for (const line of text.split('\n')) console.log(`            ${styleText('cyan', line)}`);
  };

  get seconds(): number {
    return (performance.now() - this.#start) / 1000;
  }
}

/** A bar of the terminal's usual width. */
export function bar(percent: number, width = 24): string {
  const full = Math.round((percent / 100) * width);
  return `${'█'.repeat(full)}${'░'.repeat(width - full)} ${String(percent).padStart(3)} %`;
}

/** ARM ids without their beginning, which is the same everywhere in this story. */
export function shorten(text: string): string {
  return text.replace(/\/subscriptions\/\S+(?=\/communicationServices\/)/g, '…');
}
